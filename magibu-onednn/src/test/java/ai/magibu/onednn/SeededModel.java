package ai.magibu.onednn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A model with random weights that bfloat16 holds exactly: three layers (sliding, full, sliding), mean pooling, no Dense module, and the
 * tokenizer of core's models.
 *
 * @param reach how far a token sees in a sliding layer, in each direction
 */
record SeededModel(int hidden, int heads, int keyHeads, int headDimension, int intermediate, int reach) {

    static final int MAX_TOKENS = 2_048;

    private static final String BASE = "many-heads";
    private static final int VOCABULARY = 833;

    /** Writes the model into an empty folder. */
    Path writeTo(Path folder) {
        Models.copy(BASE, folder);
        try {
            change(folder.resolve("config.json"), config -> {
                config.put("hidden_size", hidden).put("num_attention_heads", heads).put("num_key_value_heads", keyHeads);
                config.put("head_dim", headDimension).put("query_pre_attn_scalar", headDimension);
                config.put("intermediate_size", intermediate).put("sliding_window", 2 * reach).put("num_hidden_layers", 3);
                config.put("max_position_embeddings", MAX_TOKENS);
                config.putArray("layer_types").add("sliding_attention").add("full_attention").add("sliding_attention");
            });
            change(folder.resolve("tokenizer_config.json"), config -> config.put("model_max_length", MAX_TOKENS));
            Path pooling = folder.resolve("1_Pooling").resolve("config.json");
            change(pooling, config -> config.put("embedding_dimension", hidden).put("pooling_mode", "mean"));
            writeWeights(folder.resolve("model.safetensors"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Change {
        void to(ObjectNode content);
    }

    private static void change(Path file, Change change) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode content = (ObjectNode) mapper.readTree(file.toFile());
        change.to(content);
        mapper.writeValue(file.toFile(), content);
    }

    private void writeWeights(Path file) throws IOException {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("embed_tokens.weight", new int[] {VOCABULARY, hidden});
        for (int layer = 0; layer < 3; layer++) {
            String name = "layers." + layer + ".";
            shapes.put(name + "self_attn.q_proj.weight", new int[] {heads * headDimension, hidden});
            shapes.put(name + "self_attn.k_proj.weight", new int[] {keyHeads * headDimension, hidden});
            shapes.put(name + "self_attn.v_proj.weight", new int[] {keyHeads * headDimension, hidden});
            shapes.put(name + "self_attn.o_proj.weight", new int[] {hidden, heads * headDimension});
            shapes.put(name + "self_attn.q_norm.weight", new int[] {headDimension});
            shapes.put(name + "self_attn.k_norm.weight", new int[] {headDimension});
            shapes.put(name + "mlp.gate_proj.weight", new int[] {intermediate, hidden});
            shapes.put(name + "mlp.up_proj.weight", new int[] {intermediate, hidden});
            shapes.put(name + "mlp.down_proj.weight", new int[] {hidden, intermediate});
            shapes.put(name + "input_layernorm.weight", new int[] {hidden});
            shapes.put(name + "post_attention_layernorm.weight", new int[] {hidden});
            shapes.put(name + "pre_feedforward_layernorm.weight", new int[] {hidden});
            shapes.put(name + "post_feedforward_layernorm.weight", new int[] {hidden});
        }
        shapes.put("norm.weight", new int[] {hidden});

        ObjectNode header = new JsonMapper().createObjectNode();
        int end = 0;
        for (Map.Entry<String, int[]> each : shapes.entrySet()) {
            ObjectNode tensor = header.putObject(each.getKey()).put("dtype", "BF16");
            int elements = 1;
            for (int size : each.getValue()) {
                tensor.withArray("shape").add(size);
                elements *= size;
            }
            tensor.putArray("data_offsets").add(end).add(end + 2 * elements);
            end += 2 * elements;
        }
        byte[] json = header.toString().getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + end).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
        Random random = new Random(7);
        shapes.forEach((name, shape) -> {
            // norms are 1 + w; embeddings are small, as after training
            double scale = shape.length == 1 ? 0.2 : name.startsWith("embed") ? 0.05 : 1 / Math.sqrt(shape[1]);
            int elements = shape.length == 1 ? shape[0] : shape[0] * shape[1];
            for (int i = 0; i < elements; i++) {
                bytes.putShort((short) (Float.floatToIntBits((float) (random.nextGaussian() * scale)) >>> 16));
            }
        });
        Files.write(file, bytes.array());
    }
}

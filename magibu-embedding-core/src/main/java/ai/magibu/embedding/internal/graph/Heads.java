package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.model.ModelWeights;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.internal.weights.ExternalData;
import ai.magibu.embedding.internal.weights.RopeTables;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Takes queries, keys and values from their joined product. Each head of the queries and of the keys is normalized on its own and
 * rotated by its position. The scale of the scores is in the queries' norm.
 */
final class Heads {

    private final GraphBuilder graph;
    private final GraphForm form;
    private final Norms norms;
    private final GemmaConfig gemma;
    private final HeadLayout layout;

    /** Queries [B, S, K·G·D], keys and values [B, S, K·D]; the letters are those of {@link HeadLayout}. */
    record Parts(String queries, String keys, String values) {}

    Heads(GraphBuilder graph, GraphForm form, Norms norms, GemmaConfig gemma) {
        this.graph = graph;
        this.form = form;
        this.norms = norms;
        this.gemma = gemma;
        this.layout = HeadLayout.of(gemma);
    }

    /** Writes the tables for the rotations, which must precede the first layer. */
    void ropeTables(ModelConfig config, ExternalData data) throws IOException {
        for (LayerType type : EnumSet.copyOf(gemma.layers())) {
            RopeTables tables = new RopeTables(gemma.ropeBase(type), layout.dimension(), config.maxTokens());
            for (String name : List.of("cosines", "sines")) {
                DoubleUnaryOperator function = name.equals("cosines") ? Math::cos : Math::sin;
                String table = ropeTable(type, name);
                graph.add(table, () -> data.floats(table, form.type(), tables.of(function), config.maxTokens(), layout.dimension() / 2));
            }
        }
    }

    private static String ropeTable(LayerType type, String values) {
        return "rope." + type + "." + values;
    }

    /**
     * @param joined [B, S, (K·G + 2·K)·D]
     * @param name the beginning of the constants' names
     * @param shape [B, S], as a vector; only for CUDA
     */
    Parts of(String joined, ModelWeights.Layer layer, LayerType type, String name, String shape) throws IOException {
        float scale = (float) (1 / Math.sqrt(gemma.queryPreAttentionScalar()));
        return form.cuda() ? together(joined, layer, scale, type, name, shape) : apart(joined, layer, scale, type, name);
    }

    private Parts apart(String joined, ModelWeights.Layer layer, float scale, LayerType type, String name) throws IOException {
        List<String> parts = split(joined);
        String queries = rotated(normed(parts.get(0), layer.queryNorm(), name + "query_norm", scale), type, layout.queryHeads());
        String keys = rotated(normed(parts.get(1), layer.keyNorm(), name + "key_norm", 1), type, layout.keyHeads());
        return new Parts(queries, keys, parts.get(2));
    }

    private String normed(String value, Tensor weight, String name, float factor) throws IOException {
        String heads = graph.op("Reshape", value, graph.ints(0, 0, -1, layout.dimension()));
        return graph.reshape(norms.norm(heads, norms.factors(weight, form.type(), name, factor)), 0, 0, -1);
    }

    /**
     * One norm and one rotation for all heads, with those of the values, whose result is not used: a GPU takes longer for a further call
     * than for these numbers. Queries and keys alone would have to be split in two, for which ONNX Runtime copies sizes to the device.
     */
    private Parts together(String joined, ModelWeights.Layer layer, float scale, LayerType type, String name, String shape)
            throws IOException {
        int count = layout.queryHeads() + 2 * layout.keyHeads();
        float[] values = factors(layer, scale, count);
        String factors = graph.floats(name + "heads_norm", form.type(), values, 1, count, layout.dimension());
        String normed = norms.norm(graph.reshape(joined, -1, count, layout.dimension()), factors);
        String width = graph.ints((long) count * layout.dimension());
        List<String> parts = split(rotated(graph.op("Reshape", normed, graph.shape(shape, width)), type, count));
        String unchanged = graph.op("Slice", joined, graph.ints(-layout.keyWidth()), graph.ints(Long.MAX_VALUE), graph.ints(-1));
        return new Parts(parts.get(0), parts.get(1), unchanged);
    }

    private float[] factors(ModelWeights.Layer layer, float scale, int count) throws IOException {
        float[] query = Norms.factors(layer.queryNorm(), scale);
        float[] key = Norms.factors(layer.keyNorm(), 1);
        float[] all = new float[count * layout.dimension()];
        for (int head = 0; head < count; head++) {
            System.arraycopy(head < layout.queryHeads() ? query : key, 0, all, head * layout.dimension(), layout.dimension());
        }
        return all;
    }

    private List<String> split(String joined) {
        return graph.node("Split", joined, graph.ints(layout.queryWidth(), layout.keyWidth(), layout.keyWidth()))
                .with("axis", -1)
                .outputs(3);
    }

    private String rotated(String value, LayerType type, int heads) {
        // one position means "from 0 on" in every row
        return graph.contrib("RotaryEmbedding", value, graph.ints(0), ropeTable(type, "cosines"), ropeTable(type, "sines"))
                .with("num_heads", heads)
                .output();
    }
}

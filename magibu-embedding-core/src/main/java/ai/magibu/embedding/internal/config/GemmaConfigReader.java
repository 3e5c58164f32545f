package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code config.json} as transformers' {@code Gemma3TextConfig} does, in the flat form (transformers 4) and the nested
 * one (transformers 5). What would change the arithmetic and is not computed here is refused by name.
 */
final class GemmaConfigReader {

    private static final int DEFAULT_SLIDING_PATTERN = 6;

    /** Far above any model, so that a damaged number cannot exhaust the memory. */
    private static final int MAX_LAYERS = 10_000;

    /** No text is longer; a window that reaches further sees every token anyway. */
    private static final int MAX_REACH = 1 << 24;

    private final JsonFile json;

    private GemmaConfigReader(JsonFile json) {
        this.json = json;
    }

    static GemmaConfig read(JsonFile json) {
        return new GemmaConfigReader(json.requireObject()).read();
    }

    private GemmaConfig read() {
        refuseOtherArchitectures();
        List<LayerType> layers = layerTypes(json.positiveInt("num_hidden_layers"));
        int heads = json.positiveInt("num_attention_heads");
        int keyValueHeads = json.positiveInt("num_key_value_heads");
        if (heads % keyValueHeads != 0) {
            throw new ModelFormatException(
                    json.file(), "\"num_attention_heads\" to be a multiple of \"num_key_value_heads\"", heads + " and " + keyValueHeads);
        }
        int headDimension = json.positiveInt("head_dim");
        if (headDimension % 2 != 0) {
            throw new ModelFormatException(json.file(), "an even \"head_dim\" (RoPE rotates pairs)", String.valueOf(headDimension));
        }
        int window = layers.contains(LayerType.SLIDING) ? json.nonNegativeInt("sliding_window") : 0;
        return new GemmaConfig(
                json.positiveInt("hidden_size"),
                json.positiveInt("intermediate_size"),
                heads,
                keyValueHeads,
                headDimension,
                json.positiveInt("vocab_size"),
                layers,
                window,
                Math.min(window / 2, MAX_REACH),
                json.positiveNumber("rms_norm_eps"),
                json.positiveNumber("query_pre_attn_scalar"),
                ropeBase("full_attention", "rope_theta", layers.contains(LayerType.FULL)),
                ropeBase("sliding_attention", "rope_local_base_freq", layers.contains(LayerType.SLIDING)));
    }

    private void refuseOtherArchitectures() {
        String type = json.string("model_type");
        if (!type.equals("gemma3_text")) {
            throw unsupported("model_type \"" + type + "\"", "gemma3_text");
        }
        if (!json.bool("use_bidirectional_attention", false)) {
            throw unsupported("causal attention (\"use_bidirectional_attention\" is not true)", "bidirectional attention");
        }
        String activation = json.string("hidden_activation");
        if (!activation.equals("gelu_pytorch_tanh")) {
            throw unsupported("hidden_activation \"" + activation + "\"", "gelu_pytorch_tanh");
        }
        if (json.bool("attention_bias", false)) {
            throw unsupported("\"attention_bias\": true", "attention without biases");
        }
        if (json.has("attn_logit_softcapping")) {
            throw unsupported("attn_logit_softcapping " + json.node().get("attn_logit_softcapping"), "none");
        }
        if (json.has("quantization_config")) {
            throw unsupported("a quantised checkpoint (\"quantization_config\")", "weights in BF16, F16 or F32");
        }
    }

    private List<LayerType> layerTypes(int count) {
        if (count > MAX_LAYERS) {
            throw json.wrong("num_hidden_layers", "at most " + MAX_LAYERS, json.node().get("num_hidden_layers"));
        }
        List<LayerType> types = new ArrayList<>(count);
        if (json.has("layer_types")) {
            JsonNode names = json.node().get("layer_types");
            if (!names.isArray() || names.size() != count) {
                throw json.wrong("layer_types", "a list of " + count + " layer types (\"num_hidden_layers\")", names);
            }
            for (JsonNode name : names) {
                types.add(
                        switch (name.asText()) {
                            case "full_attention" -> LayerType.FULL;
                            case "sliding_attention" -> LayerType.SLIDING;
                            default -> throw unsupported("layer type " + name, "full_attention, sliding_attention");
                        });
            }
        } else {
            // transformers' own rule for configs from before layer_types
            int pattern = json.has("sliding_window_pattern") ? json.positiveInt("sliding_window_pattern") : DEFAULT_SLIDING_PATTERN;
            for (int layer = 1; layer <= count; layer++) {
                types.add(layer % pattern == 0 ? LayerType.FULL : LayerType.SLIDING);
            }
        }
        return List.copyOf(types);
    }

    private double ropeBase(String layerType, String flatKey, boolean used) {
        if (!used) {
            return 1;
        }
        if (json.has("rope_scaling") && layerType.equals("full_attention")) {
            requireDefaultRope(json.object("rope_scaling"));
        }
        if (!json.has("rope_parameters")) {
            return json.positiveNumber(flatKey);
        }
        JsonFile parameters = json.object("rope_parameters");
        if (!parameters.has(layerType) && parameters.has("rope_theta")) {
            throw unsupported("one \"rope_parameters\" for all layers", "one for full_attention and one for sliding_attention");
        }
        JsonFile rope = parameters.object(layerType);
        requireDefaultRope(rope);
        return rope.positiveNumber("rope_theta");
    }

    private void requireDefaultRope(JsonFile rope) {
        String type = rope.optionalString("rope_type").or(() -> rope.optionalString("type")).orElse("default");
        if (!type.equals("default")) {
            throw unsupported("RoPE scaling \"" + type + "\"", "default");
        }
    }

    private UnsupportedModelException unsupported(String found, String supported) {
        return new UnsupportedModelException(json.file(), found, supported);
    }
}

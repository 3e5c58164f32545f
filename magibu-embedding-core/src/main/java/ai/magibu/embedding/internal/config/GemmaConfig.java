package ai.magibu.embedding.internal.config;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The backbone's numbers, from {@code config.json}.
 *
 * @param windowReach a sliding layer attends where |i − j| ≤ this: {@code sliding_window / 2}, because transformers turns the
 *     value w into w/2 + 1 and attends where |i − j| is less than that; 0 if no layer slides
 * @param queryPreAttentionScalar scores are multiplied by this to the power −½
 */
public record GemmaConfig(
        int hiddenSize,
        int intermediateSize,
        int attentionHeads,
        int keyValueHeads,
        int headDimension,
        int vocabularySize,
        List<LayerType> layers,
        int slidingWindow,
        int windowReach,
        double rmsNormEpsilon,
        double queryPreAttentionScalar,
        double fullRopeBase,
        double slidingRopeBase) {

    private static final int DEFAULT_SLIDING_PATTERN = 6;

    /** Far above any model, so that a damaged number cannot exhaust the memory. */
    private static final int MAX_LAYERS = 10_000;

    /** No text is longer, so a window that reaches further sees every token. */
    private static final int MAX_REACH = 1 << 24;

    private static final Map<String, LayerType> LAYER_TYPES =
            Map.of("full_attention", LayerType.FULL, "sliding_attention", LayerType.SLIDING);

    public double ropeBase(LayerType type) {
        return type == LayerType.FULL ? fullRopeBase : slidingRopeBase;
    }

    /**
     * Reads {@code config.json} as transformers' {@code Gemma3TextConfig} does, in the flat form (transformers 4) and the nested
     * one (transformers 5). Settings that would change the arithmetic and are not computed here are rejected by name.
     */
    static GemmaConfig read(Json json) {
        rejectOtherArchitectures(json.requireObject());
        List<LayerType> layers = layerTypes(json);
        int heads = json.get("num_attention_heads").positiveInt();
        int keyValueHeads = json.get("num_key_value_heads").positiveInt();
        if (heads % keyValueHeads != 0) {
            throw json.get("num_key_value_heads").wrong("a divisor of \"num_attention_heads\", " + heads + ",");
        }
        int headDimension = json.get("head_dim").positiveInt();
        if (headDimension % 2 != 0) {
            throw json.get("head_dim").wrong("an even number (RoPE rotates pairs)");
        }
        int window = layers.contains(LayerType.SLIDING) ? (int) json.get("sliding_window").wholeNumber(0, Integer.MAX_VALUE) : 0;
        return new GemmaConfig(
                json.get("hidden_size").positiveInt(),
                json.get("intermediate_size").positiveInt(),
                heads,
                keyValueHeads,
                headDimension,
                json.get("vocab_size").positiveInt(),
                layers,
                window,
                Math.min(window / 2, MAX_REACH),
                json.get("rms_norm_eps").positiveNumber(),
                json.get("query_pre_attn_scalar").positiveNumber(),
                layers.contains(LayerType.FULL) ? ropeBase(json, "full_attention", "rope_theta") : 1,
                layers.contains(LayerType.SLIDING) ? ropeBase(json, "sliding_attention", "rope_local_base_freq") : 1);
    }

    private static void rejectOtherArchitectures(Json json) {
        json.get("model_type").choice(Map.of("gemma3_text", true));
        if (!json.get("use_bidirectional_attention").bool(false)) {
            throw json.get("use_bidirectional_attention").unsupported("true (bidirectional attention, not causal)");
        }
        json.get("hidden_activation").choice(Map.of("gelu_pytorch_tanh", true));
        json.get("attention_bias").rejectTrue();
        json.get("attn_logit_softcapping").requireAbsent();
        if (json.has("quantization_config")) {
            throw json.get("quantization_config").unsupported("weights in BF16, F16 or F32");
        }
    }

    private static List<LayerType> layerTypes(Json json) {
        int count = (int) json.get("num_hidden_layers").wholeNumber(1, MAX_LAYERS);
        Json names = json.get("layer_types");
        if (!names.isPresent()) {
            // transformers' own rule for configs from before layer_types
            Json given = json.get("sliding_window_pattern");
            int pattern = given.isPresent() ? given.positiveInt() : DEFAULT_SLIDING_PATTERN;
            return IntStream.rangeClosed(1, count).mapToObj(layer -> layer % pattern == 0 ? LayerType.FULL : LayerType.SLIDING).toList();
        }
        if (names.elements().size() != count) {
            throw names.wrong("a list of " + count + " layer types (\"num_hidden_layers\")");
        }
        return names.elements().stream().map(name -> name.choice(LAYER_TYPES)).toList();
    }

    private static double ropeBase(Json json, String layerType, String flatKey) {
        if (layerType.equals("full_attention")) {
            requireDefaultRope(json.get("rope_scaling"));
        }
        Json parameters = json.get("rope_parameters");
        if (!parameters.isPresent()) {
            return json.get(flatKey).positiveNumber();
        }
        Json rope = parameters.requireObject().get(layerType);
        if (!rope.isPresent() && parameters.has("rope_theta")) {
            throw parameters.unsupported("\"rope_parameters\" for full_attention and for sliding_attention");
        }
        requireDefaultRope(rope.requireObject());
        return rope.get("rope_theta").positiveNumber();
    }

    private static void requireDefaultRope(Json rope) {
        if (rope.isPresent()) {
            rope.requireObject();
            rope.get(rope.has("rope_type") ? "rope_type" : "type").requireIfPresent("default");
        }
    }
}

package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Takes the tensors that a config calls for out of a checkpoint. Each must be there with the right shape, and none may be left
 * over, because a further tensor (a bias, an adapter) changes the result.
 */
final class WeightReader {

    /** Left over in checkpoints of the language model; takes no part in its hidden states. */
    private static final Set<String> IRRELEVANT = Set.of("lm_head.weight");

    private final Checkpoint checkpoint;
    private final String prefix;
    private final Set<String> taken = new HashSet<>();
    private long parameters;

    private WeightReader(Checkpoint checkpoint, String prefix) {
        this.checkpoint = checkpoint;
        this.prefix = prefix;
    }

    static ModelWeights read(GemmaConfig config, Checkpoint backbone, List<OutputModule.Dense> dense, List<Checkpoint> denseCheckpoints) {
        // Gemma3TextModel saves bare names; saved from within the language model they carry a prefix
        String prefix = backbone.tensors().containsKey("model.embed_tokens.weight") ? "model." : "";
        WeightReader reader = new WeightReader(backbone, prefix);
        int hidden = config.hiddenSize();
        Tensor embedding = reader.take("embed_tokens.weight", config.vocabularySize(), hidden);
        List<ModelWeights.Layer> layers =
                IntStream.range(0, config.layers().size()).mapToObj(layer -> reader.layer("layers." + layer + ".", config)).toList();
        Tensor finalNorm = reader.take("norm.weight", hidden);
        reader.requireNothingLeft();

        long parameters = reader.parameters;
        List<ModelWeights.Dense> denseWeights = new ArrayList<>();
        for (int i = 0; i < dense.size(); i++) {
            OutputModule.Dense module = dense.get(i);
            WeightReader linear = new WeightReader(denseCheckpoints.get(i), "linear.");
            denseWeights.add(new ModelWeights.Dense(
                    linear.take("weight", module.outFeatures(), module.inFeatures()),
                    module.bias() ? linear.take("bias", module.outFeatures()) : null,
                    module.activation()));
            linear.requireNothingLeft();
            parameters += linear.parameters;
        }
        return new ModelWeights(embedding, layers, finalNorm, List.copyOf(denseWeights), parameters);
    }

    private ModelWeights.Layer layer(String layer, GemmaConfig config) {
        int hidden = config.hiddenSize();
        int queries = config.attentionHeads() * config.headDimension();
        int keys = config.keyValueHeads() * config.headDimension();
        int feedForward = config.intermediateSize();
        return new ModelWeights.Layer(
                take(layer + "input_layernorm.weight", hidden),
                take(layer + "self_attn.q_proj.weight", queries, hidden),
                take(layer + "self_attn.k_proj.weight", keys, hidden),
                take(layer + "self_attn.v_proj.weight", keys, hidden),
                take(layer + "self_attn.q_norm.weight", config.headDimension()),
                take(layer + "self_attn.k_norm.weight", config.headDimension()),
                take(layer + "self_attn.o_proj.weight", hidden, queries),
                take(layer + "post_attention_layernorm.weight", hidden),
                take(layer + "pre_feedforward_layernorm.weight", hidden),
                take(layer + "mlp.gate_proj.weight", feedForward, hidden),
                take(layer + "mlp.up_proj.weight", feedForward, hidden),
                take(layer + "mlp.down_proj.weight", hidden, feedForward),
                take(layer + "post_feedforward_layernorm.weight", hidden));
    }

    private Tensor take(String name, long... shape) {
        String key = prefix + name;
        Tensor tensor = checkpoint.tensors().get(key);
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (tensor == null) {
            throw new ModelFormatException(checkpoint.files().get(0), "tensor " + key + " of shape " + expected, "no such tensor");
        }
        if (!tensor.shape().equals(expected)) {
            throw new ModelFormatException(
                    tensor.file(), "tensor " + key + " of shape " + expected + " (from the config)", "shape " + tensor.shape());
        }
        taken.add(key);
        parameters += tensor.elements();
        return tensor;
    }

    private void requireNothingLeft() {
        for (Tensor tensor : checkpoint.tensors().values()) {
            if (!taken.contains(tensor.name()) && !IRRELEVANT.contains(tensor.name())) {
                throw new ModelFormatException(
                        tensor.file(), "only the tensors that the config calls for", tensor.name() + " " + tensor.shape());
            }
        }
    }
}

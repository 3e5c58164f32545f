package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.embedding.internal.safetensors.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every weight that the graph needs, of the shape that the config says. Matrices are [out, in] as PyTorch stores them.
 *
 * @param embedding [vocabulary, hidden]
 * @param dense the Dense modules, in order
 * @param parameters the count of all numbers
 */
public record ModelWeights(Tensor embedding, List<Layer> layers, Tensor finalNorm, List<Dense> dense, long parameters) {

    /** One Gemma3 layer; norms are the w of (1 + w). */
    public record Layer(
            Tensor inputNorm,
            Tensor query,
            Tensor key,
            Tensor value,
            Tensor queryNorm,
            Tensor keyNorm,
            Tensor attentionOutput,
            Tensor postAttentionNorm,
            Tensor preFeedForwardNorm,
            Tensor gate,
            Tensor up,
            Tensor down,
            Tensor postFeedForwardNorm) {}

    /** @param bias [out]; null for none */
    public record Dense(Tensor matrix, @Nullable Tensor bias, Activation activation) {}
}

package ai.magibu.embedding.snapshot;

import ai.magibu.embedding.config.Activation;
import ai.magibu.embedding.safetensors.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A Dense module's weights.
 *
 * @param matrix [out, in]
 * @param bias [out]; null for none
 */
public record DenseWeights(Tensor matrix, @Nullable Tensor bias, Activation activation) {}

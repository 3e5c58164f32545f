package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.internal.config.Activation;
import ai.magibu.embedding.internal.safetensors.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A Dense module's weights.
 *
 * @param matrix [out, in]
 * @param bias [out]; null for none
 */
public record DenseWeights(Tensor matrix, @Nullable Tensor bias, Activation activation) {}

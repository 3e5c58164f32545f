package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.util.List;

/**
 * Every weight the graph needs, of the shape the config says.
 *
 * @param embedding [vocabulary, hidden]
 * @param dense the Dense modules, in order
 * @param parameters how many numbers that is in all
 */
public record ModelWeights(Tensor embedding, List<LayerWeights> layers, Tensor finalNorm, List<DenseWeights> dense, long parameters) {}

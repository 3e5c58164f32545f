package ai.magibu.onednn.internal.weights;

import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import java.util.List;
import java.util.Map;

/** Every weight of a model, ready for oneDNN. Safe for concurrent use until it is closed. */
public record EncoderWeights(
        EmbeddingTable embedding,
        Map<LayerType, Rotation> rotations,
        List<LayerWeights> layers,
        NativeMemory finalNorm,
        List<DenseWeights> dense) implements AutoCloseable {

    @Override
    public void close() {
        layers.forEach(LayerWeights::close);
        finalNorm.close();
        dense.forEach(DenseWeights::close);
    }
}

package ai.magibu.onednn.internal.weights;

import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import ai.magibu.onednn.internal.dnnl.PackedMatrix;
import java.util.List;

/**
 * One layer's weights: matrices in bfloat16, and the norms' 1 + w in float32.
 *
 * @param projection queries, keys and values, side by side
 * @param queryNorm with the scale of the scores
 */
public record LayerWeights(
        LayerType type,
        PackedMatrix projection,
        PackedMatrix output,
        PackedMatrix gate,
        PackedMatrix up,
        PackedMatrix down,
        NativeMemory inputNorm,
        float[] queryNorm,
        float[] keyNorm,
        NativeMemory postAttentionNorm,
        NativeMemory preFeedForwardNorm,
        NativeMemory postFeedForwardNorm) implements AutoCloseable {

    @Override
    public void close() {
        List.of(projection, output, gate, up, down).forEach(PackedMatrix::close);
        List.of(inputNorm, postAttentionNorm, preFeedForwardNorm, postFeedForwardNorm).forEach(NativeMemory::close);
    }
}

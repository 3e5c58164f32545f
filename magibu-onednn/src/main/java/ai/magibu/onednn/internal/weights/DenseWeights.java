package ai.magibu.onednn.internal.weights;

import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import ai.magibu.onednn.internal.dnnl.PackedMatrix;

/**
 * A Dense module's weights in float32.
 *
 * @param bias zeros if the module has none
 */
public record DenseWeights(PackedMatrix matrix, NativeMemory bias, Activation activation) implements AutoCloseable {

    @Override
    public void close() {
        matrix.close();
        bias.close();
    }
}

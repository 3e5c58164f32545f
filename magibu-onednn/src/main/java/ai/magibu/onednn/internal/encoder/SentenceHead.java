package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.onednn.internal.dnnl.Kernels;
import ai.magibu.onednn.internal.dnnl.Kernels.Activation;
import ai.magibu.onednn.internal.dnnl.Layout;
import ai.magibu.onednn.internal.dnnl.NumberType;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import ai.magibu.onednn.internal.weights.DenseWeights;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The modules after the pooling, in float32. Safe for concurrent use. */
final class SentenceHead {

    /** Vectors that are computed together. */
    private static final int ROWS = 16;

    /** The least divisor of a normalization, as in torch. */
    private static final float SMALLEST_NORM = 1e-12f;

    private final List<OutputModule> modules;
    private final List<DenseWeights> dense;

    SentenceHead(List<OutputModule> modules, List<DenseWeights> dense) {
        this.modules = modules;
        this.dense = dense;
    }

    private record Shape(int in, int out, @Nullable Activation activation) {}

    /** Returns the embeddings of pooled vectors. */
    float[][] apply(float[][] pooled, Kernels kernels) {
        float[][] values = pooled;
        Iterator<DenseWeights> weights = dense.iterator();
        for (OutputModule module : modules) {
            if (module instanceof OutputModule.Dense) {
                values = multiply(values, weights.next(), kernels);
            } else {
                for (float[] value : values) {
                    normalize(value);
                }
            }
        }
        return values;
    }

    private static float[][] multiply(float[][] values, DenseWeights dense, Kernels kernels) {
        int in = dense.matrix().in();
        int out = dense.matrix().out();
        Activation activation = activation(dense);
        Layout sources = Layout.rows(NumberType.F32, ROWS, in);
        Layout results = Layout.rows(NumberType.F32, ROWS, out);
        float[][] products = new float[values.length][out];
        try (NativeMemory source = new NativeMemory((long) ROWS * in * Float.BYTES);
                NativeMemory result = new NativeMemory((long) ROWS * out * Float.BYTES)) {
            for (int first = 0; first < values.length; first += ROWS) {
                int count = Math.min(ROWS, values.length - first);
                for (int row = 0; row < count; row++) {
                    source.write((long) row * in * Float.BYTES, values[first + row], in);
                }
                kernels.run(
                        new Shape(in, out, activation),
                        of -> of.denseProduct(sources, dense.matrix(), activation, results),
                        source.address(), dense.matrix().address(0), result.address(), dense.bias().address());
                for (int row = 0; row < count; row++) {
                    result.read((long) row * out * Float.BYTES, products[first + row], out);
                }
            }
        }
        return products;
    }

    private static @Nullable Activation activation(DenseWeights dense) {
        return switch (dense.activation()) {
            case IDENTITY -> null;
            case TANH -> Activation.TANH;
            case RELU -> Activation.RELU;
            case GELU -> Activation.GELU;
            case SIGMOID -> Activation.SIGMOID;
        };
    }

    private static void normalize(float[] value) {
        double squares = 0;
        for (float each : value) {
            squares += (double) each * each;
        }
        float norm = Math.max((float) Math.sqrt(squares), SMALLEST_NORM);
        for (int i = 0; i < value.length; i++) {
            value[i] /= norm;
        }
    }
}

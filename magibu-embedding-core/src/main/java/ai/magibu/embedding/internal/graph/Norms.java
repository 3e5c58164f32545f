package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes RMSNorms over the last axis. The 1 of Gemma's (1 + w) is in their factors. */
final class Norms {

    private final GraphBuilder graph;
    private final float epsilon;

    Norms(GraphBuilder graph, double epsilon) {
        this.graph = graph;
        this.epsilon = (float) epsilon;
    }

    /** RMSNorm, times factors of the value's type. */
    String norm(String value, String factors) {
        return graph.node("SimplifiedLayerNormalization", value, factors).with("epsilon", epsilon).output();
    }

    /**
     * Returns the norm of value + residual, and that sum.
     *
     * @param result the name of the norm; null for a new one
     */
    List<String> addAndNorm(String value, String residual, String factors, @Nullable String result) {
        List<String> outputs = graph.contrib("SkipSimplifiedLayerNormalization", value, residual, factors)
                .with("epsilon", epsilon)
                .named(result)
                .outputs(4);
        return List.of(outputs.get(0), outputs.get(3));
    }

    /**
     * Returns (1 + w) · factor as a constant.
     *
     * @param type float32 or bfloat16, as ONNX numbers them
     */
    String factors(Tensor weight, int type, String name, float factor) throws IOException {
        float[] values = factors(weight, factor);
        return graph.floats(name, type, values, values.length);
    }

    /** Returns (1 + w) · factor. */
    static float[] factors(Tensor weight, float factor) throws IOException {
        float[] values = weight.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (1 + values[i]) * factor;
        }
        return values;
    }
}

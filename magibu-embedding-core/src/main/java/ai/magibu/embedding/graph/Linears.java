package ai.magibu.embedding.graph;

import ai.magibu.embedding.safetensors.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * Writes linear layers, y = x · Wᵀ.
 *
 * <p>In int8, each output's weights have one scale, and so has each token's input; both are symmetric. A token's scale comes
 * from that token alone, so what a text gives does not depend on the texts beside it. ONNX Runtime's fast kernel takes the
 * input unsigned, hence the zero point of 128.
 */
final class Linears {

    /** The largest magnitude of a symmetric int8. */
    static final int LEVELS = 127;
    private static final float SMALLEST_MAGNITUDE = 1e-12f;

    private final GraphBuilder graph;
    private final ExternalData data;

    Linears(GraphBuilder graph, ExternalData data) {
        this.graph = graph;
        this.data = data;
    }

    /** Layers that read the same input go as one; {@code matrices} are [out, in]. */
    String exact(String input, String name, List<Tensor> matrices) throws IOException {
        Matrix matrix = Matrix.joined(matrices);
        return graph.op("MatMul", input, graph.add(data.floats(name, matrix.values(), matrix.in(), matrix.out())));
    }

    String int8(String input, String name, List<Tensor> matrices) throws IOException {
        Matrix matrix = Matrix.joined(matrices);
        float[] scales = new float[matrix.out()];
        byte[] quantized = matrix.quantizeColumns(LEVELS, scales);
        String magnitude = graph.node("ReduceMax", graph.op("Abs", input), graph.ints(-1)).with("keepdims", 1).output();
        String scale = graph.op("Mul", graph.op("Max", magnitude, graph.scalar(SMALLEST_MAGNITUDE)), graph.scalar(1f / LEVELS));
        String one = graph.scalar(1f);
        String zeroPoint = graph.unsignedByte(128);
        String rounded = graph.op("QuantizeLinear", graph.op("Div", input, scale), one, zeroPoint);
        String product = graph.contrib(
                        "MatMulIntegerToFloat",
                        rounded,
                        graph.add(data.bytes(name, quantized, matrix.in(), matrix.out())),
                        one,
                        graph.floats(name + ".scales", scales, scales.length),
                        zeroPoint)
                .output();
        return graph.op("Mul", product, scale);
    }
}

package ai.magibu.embedding.graph;

import ai.magibu.embedding.safetensors.Tensor;
import java.io.IOException;
import java.util.Arrays;
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

    /**
     * @param outliers channels of the input that are far larger than the others, ascending; they are multiplied in float32, and
     *     the others keep their levels
     */
    String int8(String input, String name, List<Tensor> matrices, int[] outliers) throws IOException {
        Matrix matrix = Matrix.joined(matrices);
        if (outliers.length == 0) {
            return int8(input, name, matrix);
        }
        String channels = graph.ints(Arrays.stream(outliers).asLongStream().toArray());
        Matrix exactRows = matrix.rows(outliers);
        String exact = graph.op(
                "MatMul",
                graph.node("Gather", input, channels).with("axis", -1).output(),
                graph.add(data.floats(name + ".outliers", exactRows.values(), exactRows.in(), exactRows.out())));
        float[] kept = new float[matrix.in()];
        Arrays.fill(kept, 1);
        for (int channel : outliers) {
            kept[channel] = 0;
        }
        String rest = graph.op("Mul", input, graph.floats(name + ".kept", kept, kept.length));
        return graph.op("Add", int8(rest, name, matrix), exact);
    }

    private String int8(String input, String name, Matrix matrix) throws IOException {
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

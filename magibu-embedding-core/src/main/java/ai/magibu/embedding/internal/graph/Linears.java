package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.internal.weights.ExternalData;
import ai.magibu.embedding.internal.weights.Matrix;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes linear layers, y = x · Wᵀ.
 *
 * <p>In int8, each output's weights have one scale, and so has each token's input; both are symmetric. A token's scale comes
 * from that token alone, so the vector of a text does not depend on the other texts of its batch. ONNX Runtime's fast kernel takes
 * the input unsigned, hence the zero point of 128.
 */
final class Linears {

    private static final float LEVEL = 1f / Matrix.LEVELS;

    /** How much finer the second of two int8 numbers is: it stands for half a level of the first at most. */
    private static final int FINER = 2 * Matrix.LEVELS;

    private static final float SMALLEST_MAGNITUDE = 1e-12f;
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    private final GraphBuilder graph;
    private final ExternalData data;

    Linears(GraphBuilder graph, ExternalData data) {
        this.graph = graph;
        this.data = data;
    }

    /** An input that matrices are multiplied with. */
    interface Input {

        /**
         * Returns the products with matrices [out, in], side by side. In int8 each token's row lacks that token's factor until
         * {@link #restore}; a norm that follows takes it out anyway.
         */
        String times(String name, Tensor... matrices) throws IOException;

        /** Gives the rows of a product, or of a part of it, their true size. */
        default String restore(String product) {
            return product;
        }
    }

    /**
     * An input that is multiplied in its own type, which is that of the products, too.
     *
     * @param type float32 or bfloat16, as ONNX numbers them
     */
    Input plain(String input, int type) {
        return (name, matrices) -> product(input, name, type, () -> Matrix.joined(matrices));
    }

    /** Returns the product with a matrix, in float32. */
    String exact(String input, String name, Matrix matrix) throws IOException {
        return product(input, name, FLOAT, () -> matrix);
    }

    private interface MatrixReader {
        Matrix read() throws IOException;
    }

    private String product(String input, String name, int type, MatrixReader reader) throws IOException {
        return graph.op("MatMul", input, graph.add(name, () -> {
            Matrix matrix = reader.read();
            return data.floats(name, type, matrix.values(), matrix.in(), matrix.out());
        }));
    }

    /**
     * An input that is multiplied in int8.
     *
     * @param width channels of the input
     * @param outliers channels of the input that are far larger than the others, ascending; they are multiplied in float32, and
     *     the others keep their levels
     */
    Input int8(String input, String name, int width, int[] outliers) {
        String rest = outliers.length == 0 ? input : without(outliers, input, name + ".kept", width);
        String magnitude = magnitude(rest);
        String rounded = rounded(graph.op("Div", rest, magnitude), LEVEL);
        if (outliers.length == 0) {
            return scaled(magnitude, (product, matrices) -> int8Product(rounded, product, Matrix.joined(matrices)));
        }
        String channels = graph.ints(Arrays.stream(outliers).asLongStream().toArray());
        String exact = graph.op("Div", graph.gather(input, channels, -1), magnitude);
        return scaled(magnitude, (product, matrices) -> {
            Matrix matrix = Matrix.joined(matrices);
            return graph.op(
                    "Add", int8Product(rounded, product, matrix), exact(exact, product + ".outliers", matrix.rows(outliers)));
        });
    }

    private String without(int[] channels, String input, String name, int width) {
        float[] kept = new float[width];
        Arrays.fill(kept, 1);
        for (int channel : channels) {
            kept[channel] = 0;
        }
        return graph.op("Mul", input, graph.floats(name, kept, width));
    }

    private String int8Product(String rounded, String name, Matrix matrix) throws IOException {
        float[] scales = new float[matrix.out()];
        byte[] weights = matrix.quantizeColumns(scales);
        return product(rounded, name, weights, matrix.in(), scales);
    }

    /** An input whose rows were divided by their magnitudes. */
    private Input scaled(String magnitude, Input divided) {
        return new Input() {
            @Override
            public String times(String name, Tensor... matrices) throws IOException {
                return divided.times(name, matrices);
            }

            @Override
            public String restore(String product) {
                return graph.op("Mul", product, magnitude);
            }
        };
    }

    /**
     * An input that is multiplied in int8 with two numbers for each component and each weight, the second for the rest that the first
     * leaves. Exact to about 15 bits, for three int8 products: on processors that have these, faster than one in float32.
     */
    Input fineInt8(String input) {
        String magnitude = magnitude(input);
        String scaled = graph.op("Div", input, magnitude);
        String high = rounded(scaled, LEVEL);
        String kept = graph.op("DequantizeLinear", high, graph.scalar(LEVEL), graph.unsignedByte(128));
        String low = rounded(graph.op("Sub", scaled, kept), LEVEL / FINER);
        String both = graph.node("Concat", high, low).with("axis", -1).output();
        return scaled(magnitude, (name, matrices) -> {
            Matrix matrix = Matrix.joined(matrices);
            float[] scales = new float[matrix.out()];
            byte[] highWeights = matrix.quantizeColumns(scales);
            float[] fineScales = new float[scales.length];
            for (int i = 0; i < scales.length; i++) {
                fineScales[i] = scales[i] / FINER;
            }
            byte[] lowWeights = matrix.quantizedRest(highWeights, scales, fineScales);
            byte[] crosswise = Arrays.copyOf(lowWeights, 2 * lowWeights.length);
            System.arraycopy(highWeights, 0, crosswise, lowWeights.length, highWeights.length);
            // high · high, and in one product high · low + low · high, which have one scale; low · low would change nothing
            return graph.op(
                    "Add",
                    product(high, name, highWeights, matrix.in(), scales),
                    product(both, name + ".crosswise", crosswise, 2L * matrix.in(), fineScales));
        });
    }

    /** Returns the largest magnitude of each row. */
    private String magnitude(String rows) {
        String largest = graph.op("ReduceMax", graph.op("Abs", rows), graph.ints(-1));
        return graph.op("Max", largest, graph.scalar(SMALLEST_MAGNITUDE)); // a row of zeros stays one
    }

    private String rounded(String value, float level) {
        return graph.op("QuantizeLinear", value, graph.scalar(level), graph.unsignedByte(128));
    }

    /** Returns the product of rounded rows, which are in levels of {@link #LEVEL}, with rounded weights [in, out]. */
    private String product(String rounded, String name, byte[] weights, long in, float[] scales) throws IOException {
        return graph.contrib(
                "MatMulIntegerToFloat",
                rounded,
                graph.add(data.bytes(name, weights, in, scales.length)),
                graph.scalar(LEVEL),
                graph.floats(name + ".scales", scales, scales.length),
                graph.unsignedByte(128),
                // the default, but ONNX Runtime needs one for each product if it avoids an overflow
                graph.signedByte(name + ".zero", 0))
                .output();
    }
}

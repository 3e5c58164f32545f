package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.internal.weights.ExternalData;
import ai.magibu.embedding.internal.weights.Matrix;
import ai.onnx.proto.OnnxMl.TensorProto;
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

    private static final int LEVELS = Matrix.LEVELS;

    /** By how much the second of two int8 numbers is finer: it stands for half a level of the first at most. */
    private static final int FINER = 2 * LEVELS;

    private static final float SMALLEST_MAGNITUDE = 1e-12f;
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    private static final int BFLOAT16 = TensorProto.DataType.BFLOAT16_VALUE;

    private final GraphBuilder graph;
    private final ExternalData data;

    Linears(GraphBuilder graph, ExternalData data) {
        this.graph = graph;
        this.data = data;
    }

    /** An input that matrices are multiplied with. */
    interface Input {

        /**
         * The products with matrices [out, in], side by side. In int8 each token's row still lacks that token's factor, which
         * {@link #restore} gives: what is normalised next can do without.
         */
        String times(String name, Tensor... matrices) throws IOException;

        /** Gives the rows of a product, or of a part of it, their true size. */
        String restore(String product);
    }

    /** An input that is multiplied in float32. */
    Input exact(String input) {
        return new Input() {
            @Override
            public String times(String name, Tensor... matrices) throws IOException {
                return exact(input, name, Matrix.joined(List.of(matrices)));
            }

            @Override
            public String restore(String product) {
                return product;
            }
        };
    }

    /** The product with a matrix, in float32. */
    String exact(String input, String name, Matrix matrix) throws IOException {
        return graph.op("MatMul", input, graph.add(data.floats(name, matrix.values(), matrix.in(), matrix.out())));
    }

    /** An input that is multiplied in bfloat16; the products are float32 again. */
    Input bfloat16(String input) {
        String rounded = graph.cast(input, BFLOAT16);
        return new Input() {
            @Override
            public String times(String name, Tensor... matrices) throws IOException {
                Matrix matrix = Matrix.joined(List.of(matrices));
                String weights = graph.add(data.bfloat16s(name, matrix.values(), matrix.in(), matrix.out()));
                return graph.cast(graph.op("MatMul", rounded, weights), FLOAT);
            }

            @Override
            public String restore(String product) {
                return product;
            }
        };
    }

    /**
     * An input that is multiplied in int8.
     *
     * @param width channels of the input
     * @param outliers channels of the input that are far larger than the others, ascending; they are multiplied in float32, and
     *     the others keep their levels
     */
    Input int8(String input, String name, int width, int[] outliers) {
        String rest = input;
        if (outliers.length > 0) {
            float[] kept = new float[width];
            Arrays.fill(kept, 1);
            for (int channel : outliers) {
                kept[channel] = 0;
            }
            rest = graph.op("Mul", input, graph.floats(name + ".kept", kept, width));
        }
        String magnitude = magnitude(rest);
        String rounded = rounded(graph.op("Div", rest, magnitude), 1f / LEVELS);
        String exact = "";
        if (outliers.length > 0) {
            String channels = graph.ints(Arrays.stream(outliers).asLongStream().toArray());
            exact = graph.op("Div", graph.node("Gather", input, channels).with("axis", -1).output(), magnitude);
        }
        return new Int8Input(rounded, magnitude, outliers, exact);
    }

    private final class Int8Input implements Input {

        private final String rounded;
        /** What the rows were divided by. */
        private final String magnitude;

        private final int[] outliers;
        /** The outlying channels, divided too; none if there are no outliers. */
        private final String exact;

        Int8Input(String rounded, String magnitude, int[] outliers, String exact) {
            this.rounded = rounded;
            this.magnitude = magnitude;
            this.outliers = outliers;
            this.exact = exact;
        }

        @Override
        public String times(String name, Tensor... matrices) throws IOException {
            Matrix matrix = Matrix.joined(List.of(matrices));
            float[] scales = new float[matrix.out()];
            byte[] quantized = matrix.quantizeColumns(LEVELS, scales);
            String weights = graph.add(data.bytes(name, quantized, matrix.in(), matrix.out()));
            String product = product(rounded, weights, name + ".scales", scales);
            return outliers.length == 0
                    ? product
                    : graph.op("Add", product, Linears.this.exact(exact, name + ".outliers", matrix.rows(outliers)));
        }

        @Override
        public String restore(String product) {
            return graph.op("Mul", product, magnitude);
        }
    }

    /**
     * An input that is multiplied in int8 with two numbers for each component and each weight, the second for what the first
     * leaves. Exact to about 15 bits, for three int8 products: where processors have these, faster than one in float32.
     */
    Input fineInt8(String input) {
        String magnitude = magnitude(input);
        String scaled = graph.op("Div", input, magnitude);
        String high = rounded(scaled, 1f / LEVELS);
        String kept = graph.op("DequantizeLinear", high, graph.scalar(1f / LEVELS), graph.unsignedByte(128));
        String low = rounded(graph.op("Sub", scaled, kept), 1f / LEVELS / FINER);
        String both = graph.node("Concat", high, low).with("axis", -1).output();
        return new FineInt8Input(high, both, magnitude);
    }

    private final class FineInt8Input implements Input {

        private final String high;
        /** The high numbers of a row, and after them the low ones. */
        private final String both;
        /** What the rows were divided by. */
        private final String magnitude;

        FineInt8Input(String high, String both, String magnitude) {
            this.high = high;
            this.both = both;
            this.magnitude = magnitude;
        }

        /** high · high, and in one product high · low + low · high, which have one scale; low · low would change nothing. */
        @Override
        public String times(String name, Tensor... matrices) throws IOException {
            Matrix matrix = Matrix.joined(List.of(matrices));
            float[] scales = new float[matrix.out()];
            byte[] highWeights = matrix.quantizeColumns(LEVELS, scales);
            float[] fineScales = new float[scales.length];
            for (int i = 0; i < scales.length; i++) {
                fineScales[i] = scales[i] / FINER;
            }
            byte[] lowWeights = matrix.quantizedRest(highWeights, scales, fineScales);
            byte[] crosswise = Arrays.copyOf(lowWeights, 2 * lowWeights.length);
            System.arraycopy(highWeights, 0, crosswise, lowWeights.length, highWeights.length);
            String coarse = product(
                    high, graph.add(data.bytes(name, highWeights, matrix.in(), matrix.out())), name + ".scales", scales);
            String fine = product(
                    both,
                    graph.add(data.bytes(name + ".crosswise", crosswise, 2L * matrix.in(), matrix.out())),
                    name + ".crosswise.scales",
                    fineScales);
            return graph.op("Add", coarse, fine);
        }

        @Override
        public String restore(String product) {
            return graph.op("Mul", product, magnitude);
        }
    }

    /** The largest magnitude of each row. */
    private String magnitude(String rows) {
        String largest = graph.node("ReduceMax", graph.op("Abs", rows), graph.ints(-1)).with("keepdims", 1).output();
        return graph.op("Max", largest, graph.scalar(SMALLEST_MAGNITUDE)); // a row of zeros stays one
    }

    private String rounded(String value, float level) {
        return graph.op("QuantizeLinear", value, graph.scalar(level), graph.unsignedByte(128));
    }

    /** The product of rounded rows, which are in levels of 1 / {@link #LEVELS}, with rounded weights. */
    private String product(String rounded, String weights, String scalesName, float[] scales) {
        return graph.contrib(
                        "MatMulIntegerToFloat",
                        rounded,
                        weights,
                        graph.scalar(1f / LEVELS),
                        graph.floats(scalesName, scales, scales.length),
                        graph.unsignedByte(128))
                .output();
    }
}

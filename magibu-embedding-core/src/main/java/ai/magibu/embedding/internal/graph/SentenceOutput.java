package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.embedding.internal.config.PoolingMode;
import ai.magibu.embedding.internal.weights.Affine;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.List;

/** The computation after the backbone: pooling, Dense modules and L2 normalization, as sentence-transformers computes them. */
class SentenceOutput {

    /** The least divisor of a mean and of a norm, as in sentence-transformers and torch. */
    private static final float SMALLEST_COUNT = 1e-9f;

    private static final float SMALLEST_NORM = 1e-12f;

    private static final int BOOL = TensorProto.DataType.BOOL_VALUE;
    static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    final GraphBuilder graph;
    private final Linears linears;

    SentenceOutput(GraphBuilder graph, Linears linears) {
        this.graph = graph;
        this.linears = linears;
    }

    /**
     * @param hidden token vectors [B, S, H]
     * @param mask which of them count, as floats 0 and 1: [B, S], or for the means [B · n, S], which gives n vectors for each text
     * @return the vectors, one for each row of the mask
     */
    String pool(PoolingMode mode, String hidden, String mask) {
        return switch (mode) {
            case MEAN -> graph.op("Div", weightedSum(hidden, mask), count(mask));
            case MEAN_SQRT_LEN_TOKENS -> graph.op("Div", weightedSum(hidden, mask), graph.op("Sqrt", count(mask)));
            case WEIGHTEDMEAN -> {
                String weights = graph.op("Mul", mask, positionsFromOne(mask));
                yield graph.op("Div", weightedSum(hidden, weights), count(weights));
            }
            case MAX -> {
                String counts = graph.cast(graph.op("Unsqueeze", mask, graph.ints(2)), BOOL);
                String visible = graph.op("Where", counts, hidden, graph.scalar(-Float.MAX_VALUE));
                String highest = highest(visible);
                String any = graph.cast(anyCounts(mask), BOOL);
                yield graph.op("Where", any, highest, graph.scalar(0f));
            }
            case CLS -> first(hidden, mask);
            case LASTTOKEN -> last(hidden, mask);
        };
    }

    /** The highest of each component of values [B, S, H]: [B, H]. */
    String highest(String values) {
        return graph.node("ReduceMax", values, graph.ints(1)).with("keepdims", 0).output();
    }

    /** 0 for a row of the mask in which no token counts: [B, 1]. */
    String anyCounts(String mask) {
        return graph.op("ReduceMax", mask, graph.ints(1));
    }

    /** The vector of the first token that counts. */
    String first(String hidden, String mask) {
        return pick(hidden, graph.node("ArgMax", mask).with("axis", 1).output());
    }

    /** The vector of the last token that counts; zeros if none does. */
    String last(String hidden, String mask) {
        String last = graph.node("ArgMax", graph.op("Mul", mask, positionsFromOne(mask))).with("axis", 1).output();
        return pick(graph.op("Mul", hidden, graph.op("Unsqueeze", mask, graph.ints(2))), last);
    }

    /** The L2 norm of each row: [B, 1]. */
    String length(String rows) {
        return graph.op("ReduceL2", rows, graph.ints(-1));
    }

    /** A product of matrices: no copy of the token vectors, however many sums there are. */
    final String weightedSum(String hidden, String weights) {
        String shape = graph.op("Shape", hidden);
        String rows = graph.shape(graph.dimension(shape, 0), graph.ints(-1), graph.dimension(shape, 1));
        String sums = graph.op("MatMul", graph.op("Reshape", weights, rows), hidden);
        return graph.op("Reshape", sums, graph.shape(graph.ints(-1), graph.dimension(shape, 2)));
    }

    private String count(String weights) {
        String sum = graph.op("ReduceSum", weights, graph.ints(1));
        return graph.op("Max", sum, graph.scalar(SMALLEST_COUNT));
    }

    private String positionsFromOne(String mask) {
        String end = graph.op("Add", graph.dimension(graph.op("Shape", mask), 1), graph.ints(1));
        return graph.cast(graph.op("Range", graph.scalar(1L), graph.op("Squeeze", end), graph.scalar(1L)), FLOAT);
    }

    /** Row {@code index} [B, 1] of each text's token vectors. */
    private String pick(String hidden, String index) {
        return graph.node("GatherND", hidden, index).with("batch_dims", 1).output();
    }

    /** Returns [B, dimension] from the pooled vectors. */
    String apply(List<OutputStep> steps, String pooled) throws IOException {
        String value = pooled;
        for (OutputStep step : steps) {
            if (step instanceof OutputStep.Product product) {
                value = product(value, product.name(), product.affine());
            } else if (step instanceof OutputStep.Activate activate) {
                value = activate(value, activate.activation());
            } else {
                value = normalize(value);
            }
        }
        return value;
    }

    private String product(String input, String name, Affine affine) throws IOException {
        String value = linears.exact(input, name + ".weight", affine.matrix());
        float[] bias = affine.bias();
        return bias == null ? value : graph.op("Add", value, graph.floats(name + ".bias", bias, bias.length));
    }

    private String activate(String value, Activation activation) {
        return switch (activation) {
            case IDENTITY -> value;
            case TANH -> graph.op("Tanh", value);
            case RELU -> graph.op("Relu", value);
            case GELU -> graph.op("Gelu", value);
            case SIGMOID -> graph.op("Sigmoid", value);
        };
    }

    private String normalize(String value) {
        return graph.op("Div", value, graph.op("Max", length(value), graph.scalar(SMALLEST_NORM)));
    }
}

package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.embedding.internal.config.PoolingMode;
import ai.magibu.embedding.internal.model.ModelWeights;
import ai.magibu.embedding.internal.weights.Affine;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The computation after the backbone: pooling, Dense modules and L2 normalization, as sentence-transformers computes them. */
final class SentenceOutput {

    /** The least divisor of a mean and of a norm, as in sentence-transformers and torch. */
    private static final float SMALLEST_COUNT = 1e-9f;

    private static final float SMALLEST_NORM = 1e-12f;

    private static final int BOOL = TensorProto.DataType.BOOL_VALUE;
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    private final GraphBuilder graph;
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
                String highest = graph.node("ReduceMax", visible, graph.ints(1)).with("keepdims", 0).output();
                String any = graph.cast(graph.op("ReduceMax", mask, graph.ints(1)), BOOL);
                yield graph.op("Where", any, highest, graph.scalar(0f));
            }
            case CLS -> pick(hidden, graph.node("ArgMax", mask).with("axis", 1).output());
            case LASTTOKEN -> {
                // the highest position that counts; if none does, a vector of zeros
                String last = graph.node("ArgMax", graph.op("Mul", mask, positionsFromOne(mask))).with("axis", 1).output();
                yield pick(graph.op("Mul", hidden, graph.op("Unsqueeze", mask, graph.ints(2))), last);
            }
        };
    }

    /** A product of matrices: no copy of the token vectors, however many sums there are. */
    private String weightedSum(String hidden, String weights) {
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
    String apply(List<OutputModule> modules, List<ModelWeights.Dense> dense, String pooled) throws IOException {
        Iterator<ModelWeights.Dense> weights = dense.iterator();
        String value = pooled;
        Affine waiting = null; // Dense modules without an activation, which may become one with the next
        for (int i = 0; i < modules.size(); i++) {
            if (modules.get(i) instanceof OutputModule.Dense) {
                ModelWeights.Dense next = weights.next();
                Affine affine = Affine.of(next);
                if (waiting != null && !waiting.isSmallerWith(affine)) {
                    value = write(value, waiting, "dense." + i + ".before");
                    waiting = null;
                }
                waiting = waiting == null ? affine : waiting.then(affine);
                if (next.activation() != Activation.IDENTITY) {
                    value = activate(write(value, waiting, "dense." + i), next.activation());
                    waiting = null;
                }
            } else {
                value = normalize(write(value, waiting, "dense." + i));
                waiting = null;
            }
        }
        return write(value, waiting, "dense.last");
    }

    private String write(String input, @Nullable Affine affine, String name) throws IOException {
        if (affine == null) {
            return input;
        }
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
        String norm = graph.op("ReduceL2", value, graph.ints(-1));
        return graph.op("Div", value, graph.op("Max", norm, graph.scalar(SMALLEST_NORM)));
    }
}

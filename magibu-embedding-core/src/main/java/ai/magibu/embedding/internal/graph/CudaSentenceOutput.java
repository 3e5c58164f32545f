package ai.magibu.embedding.internal.graph;

/**
 * The computation after the backbone without the reductions that need cuDNN on CUDA. Of all reductions, only {@code ReduceSum} has a
 * kernel of its own there.
 */
final class CudaSentenceOutput extends SentenceOutput {

    CudaSentenceOutput(GraphBuilder graph, Linears linears) {
        super(graph, linears);
    }

    @Override
    String highest(String values) {
        String highest = graph.node("TopK", values, graph.ints(1)).with("axis", 1).outputs(2).get(0);
        return graph.op("Squeeze", highest, graph.ints(1));
    }

    @Override
    String anyCounts(String mask) {
        return graph.op("ReduceSum", mask, graph.ints(1));
    }

    @Override
    String first(String hidden, String mask) {
        return onlyOne(hidden, mask, 0);
    }

    @Override
    String last(String hidden, String mask) {
        return onlyOne(hidden, mask, 1);
    }

    /** The vector of the token that is the first to count, from the start or, reversed, from the end; zeros if none counts. */
    private String onlyOne(String hidden, String mask, int reverse) {
        String counted = graph.node("CumSum", mask, graph.scalar(1L)).with("reverse", reverse).output();
        String one = graph.cast(graph.op("Equal", counted, graph.scalar(1f)), FLOAT);
        return weightedSum(hidden, graph.op("Mul", mask, one));
    }

    @Override
    String length(String rows) {
        return graph.op("Sqrt", graph.op("ReduceSum", graph.op("Mul", rows, rows), graph.ints(-1)));
    }
}

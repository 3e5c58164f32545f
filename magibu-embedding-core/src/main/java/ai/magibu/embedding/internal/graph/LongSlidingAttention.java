package ai.magibu.embedding.internal.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/**
 * Attention of a sliding layer for long texts. Queries go together in blocks of c; a block sees its own c keys and {@code
 * reach} on either side, so each query has c + 2·reach scores however long the text is. A few blocks run together, so that their
 * scores stay in the processor's cache.
 */
final class LongSlidingAttention {

    private static final int SMALLEST_BLOCK = 64;
    private static final int LARGEST_BLOCK = 256;

    /** Queries that are computed together; suits the second-level cache. */
    private static final int STEP = 256;

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final String tokens;
    private final int block;
    private final int reach;
    private final int seen;
    /** Blocks that run together. */
    private final int together;
    /** Hides the keys out of reach: [c, 1, seen]. */
    private final String band;
    /** The keys that each block sees, cut to the text: [steps, together, seen], as floats because branches give floats. */
    private String keys = "";
    /** Hides padding and what lies outside the text: [steps, B, together, 1, 1, 1, seen]. */
    private String mask = "";

    LongSlidingAttention(GraphBuilder graph, HeadLayout heads, int reach, String tokens) {
        this.graph = graph;
        this.heads = heads;
        this.tokens = tokens;
        this.reach = reach;
        // small blocks compute fewer unused scores, but copy more keys
        this.block = Math.min(Math.max(multipleOf32(reach / 2), SMALLEST_BLOCK), LARGEST_BLOCK);
        this.seen = block + 2 * reach;
        this.together = STEP / block;
        // query i of a block lies at i + reach among the keys it sees
        String far = LayerAttention.farther(graph, reach, graph.range(reach, reach + block), graph.range(0, seen));
        this.band = graph.op("Where", far, graph.scalar(Attention.HIDDEN), graph.scalar(0f));
    }

    private static int multipleOf32(int number) {
        return (number + 31) / 32 * 32;
    }

    /** Returns the longest text for which computing all scores at once is faster. */
    static int longestAtOnce(int reach) {
        return 4 * Math.max(multipleOf32(reach), SMALLEST_BLOCK);
    }

    /** Finds the keys that each block sees if the text is long; the same for all layers. */
    void prepare(String isLong, String padding) {
        int stride = block * together;
        List<String> found = graph.chooseAll(
                isLong,
                () -> {
                    String steps = graph.op("Div", graph.op("Add", tokens, graph.ints(stride - 1)), graph.ints(stride));
                    String blocks = graph.op("Mul", steps, graph.ints(together));
                    String starts = graph.op(
                            "Mul",
                            graph.op("Range", graph.scalar(0L), graph.op("Squeeze", blocks), graph.scalar(1L)),
                            graph.scalar((long) block));
                    String wanted = graph.op(
                            "Add", graph.op("Unsqueeze", starts, graph.ints(1)), graph.range(-reach, seen - reach)); // [blocks, seen]
                    String last = graph.op("Squeeze", graph.op("Sub", tokens, graph.ints(1)));
                    String within = graph.op("Clip", wanted, graph.scalar(0L), last);
                    String hidden = graph.op(
                            "Where",
                            graph.op("Equal", wanted, within),
                            graph.gather(padding, within, 1), // [B, blocks, seen]
                            graph.scalar(Attention.HIDDEN));
                    hidden = graph.transpose(graph.reshape(hidden, 0, -1, together, 1, 1, 1, seen), 1, 0, 2, 3, 4, 5, 6);
                    return List.of(hidden, graph.cast(graph.reshape(within, -1, together, seen), TensorProto.DataType.FLOAT_VALUE));
                },
                () -> List.of(graph.unused(), graph.unused()));
        mask = found.get(0);
        keys = found.get(1);
    }

    String attend(String q, String k, String v) {
        int keyHeads = heads.keyHeads();
        int rows = block * heads.group();
        String padded = graph.padded(q, tokens, block * together);
        String queries = graph.transpose(
                graph.reshape(padded, 0, -1, together, block, keyHeads, heads.group(), heads.dimension()), 1, 0, 2, 4, 3, 5, 6);
        queries = graph.reshape(queries, 0, 0, together, keyHeads, rows, heads.dimension()); // [steps, B, together, K, c·G, D]
        String attended = graph.forEach(
                List.of(queries, keys, mask),
                5,
                step -> {
                    String near = graph.cast(step.get(1), TensorProto.DataType.INT64_VALUE);
                    String scores = graph.timesTransposed(step.get(0), neighbors(k, near)); // [B, together, K, c·G, seen]
                    scores = graph.reshape(scores, 0, 0, keyHeads, block, heads.group(), seen);
                    String weights = graph.op("Softmax", graph.op("Add", scores, graph.op("Add", band, step.get(2))));
                    weights = graph.reshape(weights, 0, 0, keyHeads, rows, seen);
                    return graph.op("MatMul", weights, neighbors(v, near));
                });
        attended = graph.transpose(
                graph.reshape(attended, 0, 0, together, keyHeads, block, heads.group(), heads.dimension()), 1, 0, 2, 4, 3, 5, 6);
        return graph.first(graph.reshape(attended, 0, -1, heads.queryWidth()), tokens);
    }

    /** Keys or values [B, S, K·D] as each block sees them: [B, together, K, seen, D]. */
    private String neighbors(String values, String indices) {
        String near = graph.gather(values, indices, 1); // [B, together, seen, K·D]
        return heads.keyHeads() == 1
                ? graph.op("Unsqueeze", near, graph.ints(2))
                : graph.transpose(graph.reshape(near, 0, 0, seen, heads.keyHeads(), heads.dimension()), 0, 1, 3, 2, 4);
    }
}

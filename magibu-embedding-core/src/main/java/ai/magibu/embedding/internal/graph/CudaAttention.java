package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import java.util.function.UnaryOperator;

/**
 * Attention for CUDA: few and large operators, none of which needs cuDNN or a value on the host. In bfloat16 it is one operator, for
 * which ONNX Runtime has a flash kernel if nothing but the padding at a text's end is hidden, and a memory-efficient one otherwise. In
 * float32 it consists of products.
 *
 * <p>No kernel knows a window in both directions. A long text's sliding layers are therefore computed in blocks of c queries, all of
 * them at once; each block sees its own c keys and {@code reach} on either side.
 */
final class CudaAttention {

    /** The c above. */
    private static final int BLOCK = 256;

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final GraphForm form;
    private final int reach;
    private final int seen;
    private final String mask;
    /** The end of each text: its length [B] if attention is one operator, otherwise a mask [B, 1, 1, S]. */
    private final String ends;

    /** @param mask the attention mask [B, S], as floats 0 and 1 */
    CudaAttention(GraphBuilder graph, GemmaConfig config, GraphForm form, String mask) {
        this.graph = graph;
        this.heads = HeadLayout.of(config);
        this.form = form;
        this.reach = config.windowReach();
        this.seen = BLOCK + 2 * reach;
        this.mask = mask;
        this.ends = form.fusedAttention() ? lengths() : graph.op("Unsqueeze", padding(), graph.ints(1, 2));
    }

    /** Hides padding: [B, S]. */
    private String padding() {
        return graph.op("Mul", graph.op("Sub", graph.scalar(1f), mask), graph.scalar(Attention.HIDDEN));
    }

    /** At least 1, because an empty text has a row of padding alone. */
    private String lengths() {
        String sums = graph.node("ReduceSum", mask, graph.ints(1)).with("keepdims", 0).output();
        return graph.cast(graph.op("Max", sums, graph.scalar(1f)), GraphBuilder.INT64);
    }

    /** Returns the length of the longest text whose tokens all see each other, in tokens. */
    int longestWhole() {
        return reach + 1;
    }

    /** Returns the attention of texts whose tokens all see each other. */
    String whole(String q, String k, String v) {
        return form.fusedAttention()
                ? fused(q, k, v, "", "", "", ends)
                : products(q, k, v, scores -> graph.op("Add", scores, ends));
    }

    /** Returns the attention of texts of any length. What is the same in all layers is computed here. */
    LayerAttention inBlocks() {
        // not the shape of the graph around a branch: ONNX Runtime would take it to be on the device, and copy what follows from it
        String shape = graph.op("Shape", mask);
        String tokens = graph.dimension(shape, 1);
        String blocks = graph.op("Div", graph.op("Add", tokens, graph.ints(BLOCK - 1)), graph.ints(BLOCK));
        String starts = graph.op("Mul", zeroUpTo(blocks), graph.scalar((long) BLOCK));
        String wanted = graph.op("Add", graph.op("Unsqueeze", starts, graph.ints(1)), graph.range(-reach, seen - reach)); // [blocks, seen]
        String keys = within(wanted, tokens);
        String queries = within(zeroUpTo(graph.op("Mul", blocks, graph.ints(BLOCK))), tokens); // the last one fills up the last block
        String blockMask = blockMask(wanted, keys);
        String hidden = form.fusedAttention() ? form.fromFloat(graph, graph.reshape(blockMask, -1, 1, BLOCK, seen)) : blockMask;
        String joined = graph.shape(graph.dimension(shape, 0), graph.ints(-1, heads.queryWidth()));
        return (type, q, k, v) -> {
            if (type == LayerType.FULL) {
                return whole(q, k, v);
            }
            String attended = inBlock(
                    graph.reshape(graph.gather(q, queries, 1), -1, BLOCK, heads.queryWidth()), near(k, keys), near(v, keys), hidden);
            return graph.first(graph.op("Reshape", attended, joined), tokens);
        };
    }

    private String zeroUpTo(String end) {
        return graph.op("Range", graph.scalar(0L), graph.op("Squeeze", end), graph.scalar(1L));
    }

    /** Positions cut to those of the texts. */
    private String within(String positions, String tokens) {
        String last = graph.op("Squeeze", graph.op("Sub", tokens, graph.ints(1)));
        return graph.op("Clip", positions, graph.scalar(0L), last);
    }

    /** Hides what is out of reach, outside of the texts, or padding: [B·blocks, 1, c, 1, seen]. */
    private String blockMask(String wanted, String keys) {
        // query i of a block lies at i + reach among the keys it sees
        String far = LayerAttention.farther(graph, reach, graph.range(reach, reach + BLOCK), graph.range(0, seen)); // [c, 1, seen]
        String band = graph.op("Where", far, graph.scalar(Attention.HIDDEN), graph.scalar(0f));
        String hidden = graph.op(
                "Where",
                graph.op("Equal", wanted, keys),
                graph.gather(padding(), keys, 1), // [B, blocks, seen]
                graph.scalar(Attention.HIDDEN));
        return graph.op("Add", graph.reshape(hidden, -1, 1, 1, 1, seen), band);
    }

    /** The keys or values [B, S, K·D] that each block sees: [B·blocks, seen, K·D]. */
    private String near(String values, String keys) {
        return graph.reshape(graph.gather(values, keys, 1), -1, seen, heads.keyWidth());
    }

    /** @param hidden the block mask; if attention is one operator, in its type and without the fourth axis */
    private String inBlock(String q, String k, String v, String hidden) {
        return form.fusedAttention()
                ? fused(q, k, v, hidden)
                : products(q, k, v, scores -> graph.reshape(
                        graph.op("Add", graph.reshape(scores, 0, heads.keyHeads(), BLOCK, heads.group(), seen), hidden),
                        0, heads.keyHeads(), -1, seen));
    }

    /** @param inputs q, k, v and further inputs of the operator, empty for those left out */
    private String fused(String... inputs) {
        return graph.node("Attention", inputs)
                .with("q_num_heads", heads.queryHeads())
                .with("kv_num_heads", heads.keyHeads())
                .with("scale", 1f)
                .output();
    }

    /** @param masked adds a mask to scores [B, K, rows·G, columns] */
    private String products(String q, String k, String v, UnaryOperator<String> masked) {
        String scores = graph.timesTransposed(heads.queriesByKeyHead(graph, q), heads.byKeyHead(graph, k));
        String weights = graph.op("Softmax", masked.apply(scores));
        String attended = heads.byToken(graph, graph.op("MatMul", weights, heads.byKeyHead(graph, v)));
        return graph.reshape(attended, 0, -1, heads.queryWidth());
    }
}

package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Softmax(q · kᵀ + mask) · v, in the form that suits the batch. For short texts all scores are computed at once, without a mask if
 * every token sees every other. Long texts are computed in blocks of queries, so that memory grows with the length and not with its
 * square. The scale is already in q.
 *
 * <p>In the shapes below, B texts have S tokens each; K, G and D are as in {@link HeadLayout}.
 */
final class Attention implements LayerAttention {

    /** Added to the score of a key that must not be seen; finite, so that a row of padding alone gives no NaN. */
    static final float HIDDEN = -1e9f;

    /** The longest text whose full layers compute all scores at once. */
    private static final int FULL_AT_ONCE = 1024;

    /** Queries of a full layer that are computed together in longer texts. */
    private static final int FULL_BLOCK = 256;

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final String tokens;
    private final Form full;
    private final @Nullable Form sliding;
    /** Shapes that the scores take to be masked, [B, K, S, G, S], and afterwards, [B, K, S·G, S]. */
    private final String maskedShape;
    private final String scoresShape;

    /** Attention in blocks. */
    private interface LongForm {
        /** [B, S, K·G·D] from q [B, S, K·G·D], k and v [B, S, K·D]. */
        String attend(String q, String k, String v);
    }

    /**
     * How the layers of a kind attend.
     *
     * @param seesAll whether no mask is needed and all scores are computed at once
     * @param mask [B, 1, S or 1, 1, S]
     * @param isLong whether {@code longForm} is used; null if never
     */
    private record Form(String seesAll, String mask, @Nullable String isLong, LongForm longForm) {}

    /**
     * @param maxTokens the longest possible text
     * @param tokens S, as a vector of one int64
     * @param mask the attention mask [B, S], as floats 0 and 1
     */
    Attention(GraphBuilder graph, GemmaConfig config, int maxTokens, String tokens, String mask) {
        this.graph = graph;
        this.heads = HeadLayout.of(config);
        this.tokens = tokens;
        this.maskedShape = graph.shape(graph.ints(0, heads.keyHeads(), -1, heads.group()), tokens);
        this.scoresShape = graph.shape(graph.ints(0, heads.keyHeads(), -1), tokens);

        String padding = graph.op("Mul", graph.op("Sub", graph.scalar(1f), mask), graph.scalar(HIDDEN)); // [B, S]
        String keyMask = graph.op("Unsqueeze", padding, graph.ints(1, 2, 3)); // [B, 1, 1, 1, S]
        String unpadded = graph.op("Greater", graph.node("ReduceMin", mask).with("keepdims", 0).output(), graph.scalar(0.5f));
        this.full = full(maxTokens, keyMask, unpadded);
        this.sliding =
                config.layers().contains(LayerType.SLIDING) ? sliding(config.windowReach(), maxTokens, padding, keyMask, unpadded) : null;
    }

    private Form full(int maxTokens, String keyMask, String unpadded) {
        LongForm inBlocks = (q, k, v) -> graph.choose(
                unpadded, () -> inBlocks(q, k, v, null), () -> inBlocks(q, k, v, graph.op("Squeeze", keyMask, graph.ints(1))));
        return maxTokens <= FULL_AT_ONCE
                ? new Form(unpadded, keyMask, null, inBlocks)
                : new Form(graph.op("And", unpadded, notAbove(FULL_AT_ONCE)), keyMask, above(FULL_AT_ONCE), inBlocks);
    }

    private Form sliding(int reach, int maxTokens, String padding, String keyMask, String unpadded) {
        String seesAll = graph.op("And", unpadded, notAbove(reach + 1));
        int longestAtOnce = LongSlidingAttention.longestAtOnce(reach);
        if (maxTokens <= longestAtOnce) {
            return new Form(seesAll, slidingMask(reach, keyMask), null, (q, k, v) -> q);
        }
        LongSlidingAttention blocks = new LongSlidingAttention(graph, heads, reach, tokens);
        // each mask is made on its own path, once for all layers
        String isLong = above(longestAtOnce);
        String mask = graph.choose(isLong, graph::unused, () -> slidingMask(reach, keyMask));
        blocks.prepare(isLong, padding);
        return new Form(seesAll, mask, isLong, blocks::attend);
    }

    private String above(int limit) {
        return graph.op("Squeeze", graph.op("Greater", tokens, graph.ints(limit)));
    }

    private String notAbove(int limit) {
        return graph.op("Squeeze", graph.op("LessOrEqual", tokens, graph.ints(limit)));
    }

    @Override
    public String attend(LayerType type, String q, String k, String v) {
        Form form = type == LayerType.SLIDING ? Objects.requireNonNull(sliding) : full;
        // outside of the branches, where a reshape copies nothing
        String queries = heads.queriesByKeyHead(graph, q); // [B, K, S·G, D]
        String keys = heads.byKeyHead(graph, k);
        String values = heads.byKeyHead(graph, v);
        String attended = graph.choose(
                form.seesAll(),
                () -> atOnce(queries, keys, values, null),
                () -> form.isLong() == null
                        ? atOnce(queries, keys, values, form.mask())
                        : graph.choose(
                                form.isLong(),
                                () -> form.longForm().attend(q, k, v),
                                () -> atOnce(queries, keys, values, form.mask())));
        return graph.reshape(attended, 0, -1, heads.queryWidth());
    }

    /** Hides padding and keys with |i − j| > reach: [B, 1, S, 1, S]. */
    private String slidingMask(int reach, String keyMask) {
        String position = graph.op("Range", graph.scalar(0L), graph.op("Squeeze", tokens), graph.scalar(1L));
        String far = LayerAttention.farther(graph, reach, position, position); // [S, 1, S]
        return graph.op("Add", keyMask, graph.op("Where", far, graph.scalar(HIDDEN), graph.scalar(0f)));
    }

    private String atOnce(String queries, String keys, String values, @Nullable String mask) {
        String scores = graph.timesTransposed(queries, keys); // [B, K, S·G, S]
        if (mask != null) {
            scores = graph.op("Add", graph.op("Reshape", scores, maskedShape), mask);
        }
        String weights = graph.op("Softmax", scores);
        if (mask != null) {
            weights = graph.op("Reshape", weights, scoresShape);
        }
        return heads.byToken(graph, graph.op("MatMul", weights, values));
    }

    /**
     * Attends with one block of queries after the other, each against all keys.
     *
     * @param mask [B, 1, 1, S]; null if nothing is padded
     */
    private String inBlocks(String q, String k, String v, @Nullable String mask) {
        int rows = FULL_BLOCK * heads.group();
        String padded = graph.padded(q, tokens, FULL_BLOCK);
        String queries = swapAxes(graph.reshape(padded, 0, -1, FULL_BLOCK, heads.keyHeads(), heads.group(), heads.dimension()));
        queries = graph.reshape(queries, 0, 0, heads.keyHeads(), rows, heads.dimension()); // [blocks, B, K, c·G, D]
        String keys = heads.byKeyHead(graph, k);
        String values = heads.byKeyHead(graph, v);
        String attended = graph.forEach(List.of(queries), 4, block -> {
            String scores = graph.timesTransposed(block.get(0), keys);
            return graph.op("MatMul", graph.op("Softmax", mask == null ? scores : graph.op("Add", scores, mask)), values);
        });
        attended = swapAxes(graph.reshape(attended, 0, 0, heads.keyHeads(), FULL_BLOCK, heads.group(), heads.dimension()));
        return graph.first(graph.reshape(attended, 0, -1, heads.queryWidth()), tokens);
    }

    /** [B, blocks, c, K, G, D] to [blocks, B, K, c, G, D] and back. */
    private String swapAxes(String value) {
        return graph.transpose(value, 1, 0, 3, 2, 4, 5);
    }
}

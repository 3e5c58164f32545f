package ai.magibu.embedding.graph;

import ai.magibu.embedding.config.GemmaConfig;
import ai.magibu.embedding.config.LayerType;
import java.util.List;
import java.util.function.Supplier;

/**
 * Softmax(q · kᵀ + mask) · v, in the form that suits the length: all scores at once for short texts, {@link BlockAttention}
 * and {@link ChunkedAttention} for long ones. The scale is already in q.
 *
 * <p>In the shapes below, B texts have S tokens each; K, G and D are as in {@link HeadLayout}.
 */
final class Attention {

    /** Added to the score of a key that must not be seen; finite, so that a row of padding alone gives no NaN. */
    static final float HIDDEN = -1e9f;

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final String tokens;
    private final BlockAttention blocks;
    private final ChunkedAttention chunks;
    private final boolean canBeLongForSliding;
    private final boolean canBeLongForFull;
    private final String longForSliding;
    private final String longForFull;
    private final String fullMask;
    private final String slidingMask;
    private final String blockMask;

    /**
     * @param maxTokens the longest text there can be
     * @param tokens S, as a vector of one int64
     * @param mask the attention mask [B, S], as floats 0 and 1
     */
    Attention(GraphBuilder graph, GemmaConfig config, AttentionPlan plan, int maxTokens, String tokens, String mask) {
        this.graph = graph;
        this.heads = HeadLayout.of(config);
        this.tokens = tokens;
        this.blocks = new BlockAttention(graph, heads, plan, tokens);
        this.chunks = new ChunkedAttention(graph, heads, plan, tokens);
        boolean slides = config.layers().contains(LayerType.SLIDING);
        this.canBeLongForSliding = slides && maxTokens > plan.slidingThreshold();
        this.canBeLongForFull = config.layers().contains(LayerType.FULL) && maxTokens > plan.fullThreshold();
        this.longForSliding = graph.op("Greater", tokens, graph.ints(plan.slidingThreshold()));
        this.longForFull = graph.op("Greater", tokens, graph.ints(plan.fullThreshold()));

        String padding = graph.op("Mul", graph.op("Sub", graph.scalar(1f), mask), graph.scalar(HIDDEN)); // [B, S]
        this.fullMask = graph.op("Unsqueeze", padding, graph.ints(1, 2, 3)); // [B, 1, 1, 1, S]
        if (canBeLongForSliding) { // each mask is made on its own path, once for all layers
            String unused = graph.floats("unused", new float[0], 0);
            List<String> masks = graph.choose(
                    longForSliding,
                    () -> List.of(graph.op("Identity", unused), blocks.mask(padding)),
                    () -> List.of(slidingMask(plan.reach()), graph.op("Identity", unused)));
            this.slidingMask = masks.get(0);
            this.blockMask = masks.get(1);
        } else {
            this.slidingMask = slides ? slidingMask(plan.reach()) : fullMask;
            this.blockMask = fullMask;
        }
    }

    /** [B, S, K·G·D] from q [B, S, K·G·D], k and v [B, S, K·D]. */
    String attend(LayerType type, String q, String k, String v) {
        if (type == LayerType.SLIDING) {
            return canBeLongForSliding
                    ? oneOf(longForSliding, () -> blocks.attend(q, k, v, blockMask), () -> atOnce(q, k, v, slidingMask))
                    : atOnce(q, k, v, slidingMask);
        }
        return canBeLongForFull
                ? oneOf(longForFull, () -> chunks.attend(q, k, v, fullMask), () -> atOnce(q, k, v, fullMask))
                : atOnce(q, k, v, fullMask);
    }

    private String oneOf(String condition, Supplier<String> whenTrue, Supplier<String> whenFalse) {
        return graph.choose(condition, () -> List.of(whenTrue.get()), () -> List.of(whenFalse.get())).get(0);
    }

    /** Hides padding and keys with |i − j| > reach: [B, 1, S, 1, S]. */
    private String slidingMask(int reach) {
        String position = graph.op("Range", graph.scalar(0L), graph.op("Squeeze", tokens), graph.scalar(1L));
        String far = graph.fartherThan(reach, position, position); // [S, 1, S]
        return graph.op("Add", fullMask, graph.op("Where", far, graph.scalar(HIDDEN), graph.scalar(0f)));
    }

    private String atOnce(String q, String k, String v, String mask) {
        int keyHeads = heads.keyHeads();
        String queries = keyHeads == 1
                ? graph.reshape(q, 0, 1, -1, heads.dimension())
                : graph.reshape(
                        graph.transpose(graph.reshape(q, 0, 0, keyHeads, heads.group(), heads.dimension()), 0, 2, 1, 3, 4),
                        0, keyHeads, -1, heads.dimension()); // [B, K, S·G, D]
        String scores = graph.timesTransposed(queries, heads.byKeyHead(graph, k)); // [B, K, S·G, S]
        scores = graph.op("Reshape", scores, graph.shape(graph.ints(0, keyHeads, -1, heads.group()), tokens));
        String weights = graph.softmax(graph.op("Add", scores, mask)); // [B, K, S, G, S]
        weights = graph.op("Reshape", weights, graph.shape(graph.ints(0, keyHeads, -1), tokens));
        String attended = graph.op("MatMul", weights, heads.byKeyHead(graph, v)); // [B, K, S·G, D]
        if (keyHeads > 1) {
            attended = graph.transpose(
                    graph.reshape(attended, 0, keyHeads, -1, heads.group(), heads.dimension()), 0, 2, 1, 3, 4);
        }
        return graph.reshape(attended, 0, -1, heads.queryWidth());
    }
}

package ai.magibu.embedding.graph;

/**
 * Attention of a sliding layer for long texts. Queries go together in blocks of c; a block sees its own c keys and {@code
 * reach} on either side, so each query has c + 2·reach scores however long the text is.
 */
final class BlockAttention {

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final String tokens;
    private final int block;
    private final int reach;
    private final int seen;
    /** How many tokens the last block lacks. */
    private final String missing;

    BlockAttention(GraphBuilder graph, HeadLayout heads, AttentionPlan plan, String tokens) {
        this.graph = graph;
        this.heads = heads;
        this.tokens = tokens;
        this.block = plan.blockLength();
        this.reach = plan.reach();
        this.seen = block + 2 * reach;
        this.missing = graph.missing(tokens, block);
    }

    /** Hides padding, what lies outside the text, and keys out of reach: [B, blocks, 1, c, 1, seen]. */
    String mask(String padding) {
        String near = neighbourhood(graph.op("Unsqueeze", padding, graph.ints(2)), Attention.HIDDEN); // [B, blocks, seen, 1]
        // query i of a block lies at i + reach among the keys it sees
        String far = graph.fartherThan(reach, graph.range(reach, reach + block), graph.range(0, seen));
        String band = graph.op("Where", far, graph.scalar(Attention.HIDDEN), graph.scalar(0f)); // [c, 1, seen]
        return graph.op("Add", graph.reshape(near, 0, 0, 1, 1, 1, seen), band);
    }

    String attend(String q, String k, String v, String mask) {
        int keyHeads = heads.keyHeads();
        int rows = block * heads.group();
        String padded = graph.pad(q, graph.ints(0), missing, 0f);
        String queries = swapHeads(graph.reshape(padded, 0, -1, block, keyHeads, heads.group(), heads.dimension()));
        queries = graph.reshape(queries, 0, 0, keyHeads, rows, heads.dimension());
        String scores = graph.timesTransposed(queries, neighbours(k)); // [B, blocks, K, c·G, seen]
        scores = graph.reshape(scores, 0, 0, keyHeads, block, heads.group(), seen);
        String weights = graph.softmax(graph.op("Add", scores, mask));
        weights = graph.reshape(weights, 0, 0, keyHeads, rows, seen);
        String attended = graph.op("MatMul", weights, neighbours(v)); // [B, blocks, K, c·G, D]
        attended = swapHeads(graph.reshape(attended, 0, 0, keyHeads, block, heads.group(), heads.dimension()));
        return graph.slice(graph.reshape(attended, 0, -1, heads.queryWidth()), graph.ints(0), tokens, 1);
    }

    /** [B, blocks, c, K, G, D] to [B, blocks, K, c, G, D] and back; for one key head both lie alike in memory. */
    private String swapHeads(String value) {
        return heads.keyHeads() == 1 ? value : graph.transpose(value, 0, 1, 3, 2, 4, 5);
    }

    /** Keys or values [B, S, K·D] as each block sees them: [B, blocks, K, seen, D]. */
    private String neighbours(String keys) {
        String near = neighbourhood(keys, 0f);
        return heads.keyHeads() == 1
                ? graph.op("Unsqueeze", near, graph.ints(2))
                : graph.transpose(graph.reshape(near, 0, 0, seen, heads.keyHeads(), heads.dimension()), 0, 1, 3, 2, 4);
    }

    /** [B, blocks, seen, W] from [B, S, W]: the last keys of the block before, the block's own, the first of the one after. */
    private String neighbourhood(String values, float fill) {
        String padded = graph.pad(values, graph.ints(reach), graph.op("Add", missing, graph.ints(reach)), fill);
        String before = graph.slice(blocksFrom(padded, 0), graph.ints(0), graph.ints(reach), 2);
        String own = blocksFrom(padded, reach);
        String after = graph.slice(blocksFrom(padded, 2 * reach), graph.ints(block - reach), graph.ints(block), 2);
        return graph.node("Concat", before, own, after).with("axis", 2).output();
    }

    /** [B, blocks, c, W], the first block beginning at an offset. */
    private String blocksFrom(String padded, int offset) {
        String length = graph.op("Add", tokens, missing);
        String cut = graph.slice(padded, graph.ints(offset), graph.op("Add", length, graph.ints(offset)), 1);
        String width = graph.dimension(graph.op("Shape", cut), 2);
        return graph.op("Reshape", cut, graph.shape(graph.ints(0, -1, block), width));
    }
}

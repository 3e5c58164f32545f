package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.GemmaConfig;

/**
 * How a layer's attention heads lie in memory. Query heads that share a key head become further rows of one matrix product
 * with it, so that nothing is copied for them.
 *
 * @param keyHeads K, key and value heads
 * @param group G, query heads for each key head
 * @param dimension D, components of a head
 */
record HeadLayout(int keyHeads, int group, int dimension) {

    static HeadLayout of(GemmaConfig config) {
        return new HeadLayout(
                config.keyValueHeads(), config.attentionHeads() / config.keyValueHeads(), config.headDimension());
    }

    int queryHeads() {
        return keyHeads * group;
    }

    int queryWidth() {
        return queryHeads() * dimension;
    }

    int keyWidth() {
        return keyHeads * dimension;
    }

    /** Queries [B, S, K·G·D] as [B, K, S·G, D]. */
    String queriesByKeyHead(GraphBuilder graph, String queries) {
        return keyHeads == 1
                ? graph.reshape(queries, 0, 1, -1, dimension)
                : graph.reshape(
                        graph.transpose(graph.reshape(queries, 0, 0, keyHeads, group, dimension), 0, 2, 1, 3, 4),
                        0, keyHeads, -1, dimension);
    }

    /** Keys or values [B, S, K·D] as [B, K, S, D]. */
    String byKeyHead(GraphBuilder graph, String keys) {
        return keyHeads == 1
                ? graph.reshape(keys, 0, 1, -1, dimension)
                : graph.transpose(graph.reshape(keys, 0, 0, keyHeads, dimension), 0, 2, 1, 3);
    }

    /** The result of attention [B, K, S·G, D] with the tokens before the heads: [B, S, K, G, D], or any shape of that order. */
    String byToken(GraphBuilder graph, String attended) {
        return keyHeads == 1
                ? attended
                : graph.transpose(graph.reshape(attended, 0, keyHeads, -1, group, dimension), 0, 2, 1, 3, 4);
    }
}

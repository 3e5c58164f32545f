package ai.magibu.embedding.graph;

import ai.magibu.embedding.config.GemmaConfig;

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

    int queryWidth() {
        return keyHeads * group * dimension;
    }

    int keyWidth() {
        return keyHeads * dimension;
    }

    /** Keys or values [B, S, K·D] as [B, K, S, D]. */
    String byKeyHead(GraphBuilder graph, String keys) {
        return keyHeads == 1
                ? graph.reshape(keys, 0, 1, -1, dimension)
                : graph.transpose(graph.reshape(keys, 0, 0, keyHeads, dimension), 0, 2, 1, 3);
    }
}

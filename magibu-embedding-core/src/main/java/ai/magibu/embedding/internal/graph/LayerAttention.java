package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.LayerType;

/** Softmax(q · kᵀ + mask) · v. The scale is already in q. */
interface LayerAttention {

    /** Returns [B, S, K·G·D] from q [B, S, K·G·D], k and v [B, S, K·D]; the letters are those of {@link HeadLayout}. */
    String attend(LayerType type, String q, String k, String v);

    /** Returns whether a query's position is farther from a key's than {@code reach}: booleans [queries, 1, keys]. */
    static String farther(GraphBuilder graph, long reach, String queries, String keys) {
        String distance = graph.op("Abs", graph.op("Sub", graph.op("Unsqueeze", queries, graph.ints(1, 2)), keys));
        return graph.op("Greater", distance, graph.scalar(reach));
    }
}

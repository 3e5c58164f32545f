package ai.magibu.embedding.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;

/**
 * Attention of a full layer for long texts: one chunk of queries after the other, each against all keys, so that no S × S
 * scores ever stand in memory.
 */
final class ChunkedAttention {

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final String tokens;
    private final int chunk;

    ChunkedAttention(GraphBuilder graph, HeadLayout heads, AttentionPlan plan, String tokens) {
        this.graph = graph;
        this.heads = heads;
        this.tokens = tokens;
        this.chunk = plan.chunkLength();
    }

    /** @param mask [B, 1, 1, 1, S] */
    String attend(String q, String k, String v, String mask) {
        int keyHeads = heads.keyHeads();
        int rows = chunk * heads.group();
        String queries = graph.pad(q, graph.ints(0), graph.missing(tokens, chunk), 0f);
        queries = swapAxes(graph.reshape(queries, 0, -1, chunk, keyHeads, heads.group(), heads.dimension()));
        queries = graph.reshape(queries, 0, 0, keyHeads, rows, heads.dimension()); // [chunks, B, K, c·G, D]

        String keys = heads.byKeyHead(graph, k);
        String values = heads.byKeyHead(graph, v);
        String keyMask = graph.op("Squeeze", mask, graph.ints(1)); // [B, 1, 1, S]
        String one = graph.newName("queries");
        GraphProto body = graph.subgraph(List.of(one), () -> {
            String scores = graph.op("Add", graph.timesTransposed(one, keys), keyMask);
            return List.of(graph.op("MatMul", graph.softmax(scores), values));
        });
        String attended = graph.node("Scan", queries).with("body", body).with("num_scan_inputs", 1).output();

        attended = swapAxes(graph.reshape(attended, 0, 0, keyHeads, chunk, heads.group(), heads.dimension()));
        return graph.slice(graph.reshape(attended, 0, -1, heads.queryWidth()), graph.ints(0), tokens, 1);
    }

    /** [B, chunks, c, K, G, D] to [chunks, B, K, c, G, D] and back. */
    private String swapAxes(String value) {
        return graph.transpose(value, 1, 0, 3, 2, 4, 5);
    }
}

package ai.magibu.embedding.internal.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** @param mask [B, 1, 1, 1, S]; null where nothing is padded */
    String attend(String q, String k, String v, @Nullable String mask) {
        int keyHeads = heads.keyHeads();
        int rows = chunk * heads.group();
        String queries = graph.pad(q, graph.ints(0), graph.missing(tokens, chunk), 0f);
        queries = swapAxes(graph.reshape(queries, 0, -1, chunk, keyHeads, heads.group(), heads.dimension()));
        queries = graph.reshape(queries, 0, 0, keyHeads, rows, heads.dimension()); // [chunks, B, K, c·G, D]

        String keys = heads.byKeyHead(graph, k);
        String values = heads.byKeyHead(graph, v);
        String keyMask = mask == null ? null : graph.op("Squeeze", mask, graph.ints(1)); // [B, 1, 1, S]
        GraphBuilder.Sliced inChunks = new GraphBuilder.Sliced(queries, TensorProto.DataType.FLOAT_VALUE);
        String attended = graph.forEach(List.of(inChunks), 4, one -> {
            String scores = graph.timesTransposed(one.get(0), keys);
            return graph.op("MatMul", graph.softmax(keyMask == null ? scores : graph.op("Add", scores, keyMask)), values);
        });

        attended = swapAxes(graph.reshape(attended, 0, 0, keyHeads, chunk, heads.group(), heads.dimension()));
        return graph.slice(graph.reshape(attended, 0, -1, heads.queryWidth()), graph.ints(0), tokens, 1);
    }

    /** [B, chunks, c, K, G, D] to [chunks, B, K, c, G, D] and back. */
    private String swapAxes(String value) {
        return graph.transpose(value, 1, 0, 3, 2, 4, 5);
    }
}

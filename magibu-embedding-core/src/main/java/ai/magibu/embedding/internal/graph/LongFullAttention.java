package ai.magibu.embedding.internal.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of a full layer for long texts: one block of queries after the other, each against all keys, so that there are never
 * S × S scores in memory.
 */
final class LongFullAttention {

    private final GraphBuilder graph;
    private final HeadLayout heads;
    private final String tokens;
    private final int block;

    LongFullAttention(GraphBuilder graph, HeadLayout heads, AttentionPlan plan, String tokens) {
        this.graph = graph;
        this.heads = heads;
        this.tokens = tokens;
        this.block = plan.fullBlock();
    }

    /** @param mask [B, 1, 1, 1, S]; null if nothing is padded */
    String attend(String q, String k, String v, @Nullable String mask) {
        int keyHeads = heads.keyHeads();
        int rows = block * heads.group();
        String queries = swapAxes(graph.reshape(graph.padded(q, tokens, block), 0, -1, block, keyHeads, heads.group(), heads.dimension()));
        queries = graph.reshape(queries, 0, 0, keyHeads, rows, heads.dimension()); // [blocks, B, K, c·G, D]

        String keys = heads.byKeyHead(graph, k);
        String values = heads.byKeyHead(graph, v);
        String keyMask = mask == null ? null : graph.op("Squeeze", mask, graph.ints(1)); // [B, 1, 1, S]
        GraphBuilder.Sliced inBlocks = new GraphBuilder.Sliced(queries, TensorProto.DataType.FLOAT_VALUE);
        String attended = graph.forEach(List.of(inBlocks), 4, one -> {
            String scores = graph.timesTransposed(one.get(0), keys);
            return graph.op("MatMul", graph.op("Softmax", keyMask == null ? scores : graph.op("Add", scores, keyMask)), values);
        });

        attended = swapAxes(graph.reshape(attended, 0, 0, keyHeads, block, heads.group(), heads.dimension()));
        return graph.first(graph.reshape(attended, 0, -1, heads.queryWidth()), tokens);
    }

    /** [B, blocks, c, K, G, D] to [blocks, B, K, c, G, D] and back. */
    private String swapAxes(String value) {
        return graph.transpose(value, 1, 0, 3, 2, 4, 5);
    }
}

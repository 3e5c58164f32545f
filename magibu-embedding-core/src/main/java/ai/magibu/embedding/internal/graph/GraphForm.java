package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The differences between the graphs of a model.
 *
 * @param int8 whether the linear layers are multiplied in int8
 * @param cuda whether the graph is for CUDA
 * @param type the type of the values inside a layer, float32 or bfloat16 as ONNX numbers them; the residual stream is float32
 * @param fusedAttention whether the attention is one operator; on CUDA, float32 has a slow kernel of it
 */
record GraphForm(boolean int8, boolean cuda, int type, boolean fusedAttention) {

    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    static final GraphForm CPU_FP32 = new GraphForm(false, false, FLOAT, false);
    static final GraphForm CPU_INT8 = new GraphForm(true, false, FLOAT, false);
    static final GraphForm CUDA_FP32 = new GraphForm(false, true, FLOAT, false);
    static final GraphForm CUDA_BF16 = new GraphForm(false, true, TensorProto.DataType.BFLOAT16_VALUE, true);

    /** Returns the graphs of a precision and what each is for; one that has all weights of the others comes first. */
    static Map<GraphForm, Set<GraphUse>> of(Precision precision) {
        return switch (precision) {
            case FP32 -> {
                Map<GraphForm, Set<GraphUse>> forms = new LinkedHashMap<>();
                forms.put(CPU_FP32, EnumSet.of(GraphUse.EMBEDDER, GraphUse.OTHER_PROGRAMS));
                forms.put(CUDA_FP32, EnumSet.of(GraphUse.CUDA_EMBEDDER));
                yield forms;
            }
            case INT8 -> Map.of(CPU_INT8, GraphUse.of(precision));
            case BF16 -> Map.of(CUDA_BF16, GraphUse.of(precision));
        };
    }

    /** Returns a float32 value in the type inside a layer. */
    String fromFloat(GraphBuilder graph, String value) {
        return type == FLOAT ? value : graph.cast(value, type);
    }

    /** Returns a value of the type inside a layer in float32. */
    String toFloat(GraphBuilder graph, String value) {
        return type == FLOAT ? value : graph.cast(value, FLOAT);
    }
}

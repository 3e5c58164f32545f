package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The graphs that may run on CUDA have no operator that ONNX Runtime would have to leave to the CPU. Whether its kernels give the
 * right numbers, only a GPU can tell.
 */
class CudaOperatorsTest {

    /**
     * Operators with a CUDA kernel for the types that the graphs use them with, by ONNX Runtime's own list (its
     * {@code docs/OperatorKernels.md}). Look a new one up there before it is added here.
     */
    private static final Set<String> WITH_CUDA_KERNEL = Set.of(
            "Abs", "Add", "And", "ArgMax", "Cast", "Clip", "Concat", "Div", "Equal", "Gather", "GatherND", "Gelu", "Greater", "Identity",
            "If", "LessOrEqual", "MatMul", "Max", "Mod", "Mul", "Pad", "Range", "ReduceL2", "ReduceMax", "ReduceMin", "ReduceSum", "Relu",
            "Reshape", "Scan", "Shape", "Sigmoid", "SimplifiedLayerNormalization", "Slice", "Softmax", "Split", "Sqrt", "Squeeze", "Sub",
            "Tanh", "Transpose", "Unsqueeze", "Where", "com.microsoft.FastGelu", "com.microsoft.FusedMatMul",
            "com.microsoft.RotaryEmbedding", "com.microsoft.SkipSimplifiedLayerNormalization");

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void everyOperatorHasACudaKernel(Precision precision, @TempDir Path folder) throws Exception {
        CheckedModel model = CheckedModel.open(Models.directory("tiny"));
        CompiledGraph graph = new GraphCache(folder).get(model, precision);
        Set<String> used = new TreeSet<>();
        addOperators(ModelProto.parseFrom(Files.readAllBytes(graph.file(GraphUse.EMBEDDER))).getGraph(), used);
        assertThat(used).contains("MatMul", "Scan").isSubsetOf(WITH_CUDA_KERNEL);
    }

    private static void addOperators(GraphProto graph, Set<String> operators) {
        for (NodeProto node : graph.getNodeList()) {
            operators.add(node.getDomain().isEmpty() ? node.getOpType() : node.getDomain() + "." + node.getOpType());
            node.getAttributeList().stream().filter(AttributeProto::hasG).forEach(body -> addOperators(body.getG(), operators));
        }
    }
}

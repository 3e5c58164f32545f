package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.graph.ValueTypes;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The graphs for CUDA have no operator that ONNX Runtime would have to leave to the CPU, and none that needs cuDNN. Whether its kernels
 * give the right numbers, only a GPU can tell.
 */
class CudaOperatorsTest {

    /** Reductions whose CUDA kernels call cuDNN. */
    private static final Set<String> NEED_CUDNN = Set.of("ArgMax", "ArgMin", "ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void everyOperatorHasACudaKernelForItsTypes(Precision precision) throws IOException {
        Set<String> placed = Files.readAllLines(Path.of("src", "test", "resources", "cuda-kernels.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (String model : Models.ALL) {
            GraphProto graph = graph(model, precision);
            addOperators(graph, ValueTypes.of(graph), used);
        }
        assertThat(used).hasSizeGreaterThan(40).isSubsetOf(placed);
        assertThat(used).extracting(row -> row.substring(0, row.indexOf('\t'))).doesNotContainAnyElementsOf(NEED_CUDNN);
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void oneChoiceStandsAtTheTop(Precision precision) throws IOException {
        GraphProto graph = graph("tiny", precision);
        List<NodeProto> choices = graph.getNodeList().stream().filter(node -> !ValueTypes.bodies(node).isEmpty()).toList();
        assertThat(choices).extracting(NodeProto::getOpType).containsExactly("If");
        for (GraphProto branch : ValueTypes.bodies(choices.get(0))) {
            assertThat(branch.getNodeList()).allSatisfy(node -> assertThat(ValueTypes.bodies(node)).isEmpty());
        }
    }

    private GraphProto graph(String model, Precision precision) throws IOException {
        Path file = new GraphCache(folder).get(CheckedModel.open(Models.directory(model)), precision).file(GraphUse.CUDA_EMBEDDER);
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    }

    /** Adds a row of the table for each node. */
    private static void addOperators(GraphProto graph, ValueTypes types, Set<String> rows) {
        for (NodeProto node : graph.getNodeList()) {
            String operator = node.getDomain().isEmpty() ? node.getOpType() : node.getDomain() + "." + node.getOpType();
            rows.add(operator + "\t" + names(node.getInputList(), types) + "\t"
                    + names(node.getOutputList().subList(0, 1), types));
            ValueTypes.bodies(node).forEach(body -> addOperators(body, types, rows));
        }
    }

    private static String names(List<String> values, ValueTypes types) {
        return values.stream().map(value -> value.isEmpty() ? "-" : name(types.of(value))).collect(Collectors.joining(" "));
    }

    private static String name(int type) {
        return TensorProto.DataType.forNumber(type).name().toLowerCase(Locale.ROOT);
    }
}

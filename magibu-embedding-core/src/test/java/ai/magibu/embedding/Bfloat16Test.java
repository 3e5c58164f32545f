package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.natives.TokenRows;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bf16 is for CUDA. Without a GPU its graph runs here with float32 products between the roundings to bfloat16. */
class Bfloat16Test {

    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    private static final int BFLOAT16 = TensorProto.DataType.BFLOAT16_VALUE;

    @TempDir
    Path folder;

    @Test
    void bfloat16IsRejectedOnTheCpu() {
        assertThatThrownBy(() -> Models.builder("tiny", folder).precision(Precision.BF16).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use fp32 or int8 on the CPU");
    }

    @Test
    void bfloat16DoesNotFallBackToTheCpu() {
        assertThatThrownBy(() -> MagibuEmbedder.builder()
                .model(Models.directory("tiny"))
                .precision(Precision.BF16)
                .cacheDirectory(folder)
                .load())
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("onnxruntime_gpu");
    }

    @Test
    void int8IsRejectedOnCuda() {
        assertThatThrownBy(() -> MagibuEmbedder.builder()
                .model(Models.directory("tiny"))
                .device(Device.cuda(0))
                .precision(Precision.INT8)
                .cacheDirectory(folder)
                .load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use fp32 or bf16 on cuda:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "grouped-heads", "outliers"})
    void vectorsAreCloseToTheReferences(String model) throws Exception {
        CheckedModel checked = CheckedModel.open(Models.directory(model));
        CompiledGraph graph = new GraphCache(folder).get(checked, Precision.BF16);
        ModelProto written = ModelProto.parseFrom(Files.readAllBytes(graph.file(GraphUse.EMBEDDER)));
        Files.write(graph.file(GraphUse.EMBEDDER),
                written.toBuilder().setGraph(withFloatProducts(written.getGraph())).build().toByteArray());
        try (OnnxSession session = OnnxSession.load(graph, new SessionSettings(Device.CPU, 0, true, false))) {
            for (Golden golden : Golden.of(model)) {
                long[] ids = Arrays.stream(golden.ids()).asLongStream().toArray();
                TokenRows rows = TokenRows.of(1, ids.length, 1);
                rows.set(0, ids);
                rows.pool(0, 0, 0, ids.length);
                assertThat(MagibuEmbedder.similarity(session.run(rows, new Cancellation()), golden.embedding())).as(golden.text())
                        .isGreaterThan(0.999f);
            }
        }
    }

    /** Each product in bfloat16 as CUDA computes it: summed in float32, and rounded. */
    private static GraphProto withFloatProducts(GraphProto graph) {
        Set<String> weights = graph.getInitializerList().stream()
                .filter(tensor -> tensor.getDataType() == BFLOAT16)
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        GraphProto.Builder changed = graph.toBuilder().clearNode();
        int products = 0;
        for (NodeProto node : graph.getNodeList()) {
            if (!node.getOpType().equals("MatMul") || !weights.contains(node.getInput(1))) {
                changed.addNode(node);
                continue;
            }
            products++;
            String output = node.getOutput(0);
            changed.addNode(cast(node.getInput(0), output + ".left", FLOAT));
            changed.addNode(cast(node.getInput(1), output + ".right", FLOAT));
            changed.addNode(NodeProto.newBuilder()
                    .setOpType("MatMul")
                    .addInput(output + ".left")
                    .addInput(output + ".right")
                    .addOutput(output + ".product"));
            changed.addNode(cast(output + ".product", output, BFLOAT16));
        }
        assertThat(products).isGreaterThanOrEqualTo(10);
        return changed.build();
    }

    private static NodeProto cast(String input, String output, int type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder().setName("to").setType(AttributeProto.AttributeType.INT).setI(type))
                .build();
    }
}

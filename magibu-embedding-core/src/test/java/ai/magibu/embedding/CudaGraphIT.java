package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.graph.CudaGraphs;
import ai.magibu.embedding.internal.graph.RoundedGraph;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.natives.TokenRows;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The graphs for CUDA compute what the model does: on the CPU, with both forms of the attention in float32, and with the roundings of
 * bf16. Whether CUDA's kernels give the right numbers, only a GPU can tell.
 */
class CudaGraphIT {

    @TempDir
    Path folder;

    static Stream<Arguments> graphs() {
        return graphs(Models.ALL);
    }

    static Stream<Arguments> graphsOfModelsWithChunks() {
        return graphs(List.of("tiny", "long"));
    }

    private static Stream<Arguments> graphs(List<String> models) {
        return models.stream().flatMap(model -> Stream.of(Arguments.of(model, false), Arguments.of(model, true)));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyTextHasItsVector(String model, boolean fusedAttention) throws IOException {
        CudaGraphs.export(Models.directory(model), fusedAttention, folder);
        try (MagibuEmbedder embedder = load().load()) {
            for (Golden golden : Golden.of(model)) {
                requireSame(golden, embedder.embed(golden.passage(), golden.options()).vector());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void paddedTextHasItsVector(String model, boolean fusedAttention) throws IOException {
        CudaGraphs.export(Models.directory(model), fusedAttention, folder);
        ModelConfig config = ModelConfigReader.read(folder);
        PaddedBatches.run(model, config, new CompiledGraph(folder), CudaGraphIT::requireSame);
    }

    private static void requireSame(Golden golden, float[] vector) {
        assertThat(golden.distance(vector)).as(golden.text()).isLessThan(Golden.TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("graphsOfModelsWithChunks")
    void everyChunkHasItsVector(String model, boolean fusedAttention) throws IOException {
        CudaGraphs.export(Models.directory(model), fusedAttention, folder);
        int chunks = 0;
        for (LateChunkingIT.Document document : LateChunkingIT.documents(model)) {
            try (MagibuEmbedder embedder = load().maxTokens(document.maxTokens()).load()) {
                List<Embedding> embeddings = document.embed(embedder);
                for (int i = 0; i < embeddings.size(); i++) {
                    assertThat(LateChunkingIT.distance(embeddings.get(i).vector(), document.embeddings()[i])).isLessThan(Golden.TOLERANCE);
                }
                chunks += embeddings.size();
            }
        }
        assertThat(chunks).isGreaterThan(20);
    }

    /** One model for each kind of pooling. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny", "many-heads", "grouped-heads", "no-normalize", "prompt-excluded", "max-pooling"})
    void rowOfPaddingAloneIsNotNaN(String model) throws IOException {
        CudaGraphs.export(Models.directory(model), true, folder);
        try (OnnxSession session = cpuSession(new CompiledGraph(folder))) {
            for (int columns : new int[] {1, 300}) { // both branches
                assertThat(session.run(TokenRows.of(2, columns, 1), new Cancellation())).doesNotContain(Float.NaN).isNotEmpty();
            }
        }
    }

    /** With few components, the rounding of each weighs more than in a real model. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny", "grouped-heads", "outliers", "long"})
    void vectorsInBf16AreCloseToTheReferences(String model) throws IOException {
        CheckedModel checked = CheckedModel.open(Models.directory(model));
        CompiledGraph graph = new GraphCache(folder).get(checked, Precision.BF16);
        ModelProto written = ModelProto.parseFrom(Files.readAllBytes(graph.file(GraphUse.CUDA_EMBEDDER)));
        Files.write(
                graph.file(GraphUse.EMBEDDER),
                written.toBuilder().setGraph(RoundedGraph.of(written.getGraph())).build().toByteArray());
        AtomicInteger rounded = new AtomicInteger();
        PaddedBatches.run(model, checked.config(), graph, (golden, vector) -> {
            assertThat(MagibuEmbedder.similarity(vector, golden.embedding())).as(golden.text()).isGreaterThan(0.999f);
            rounded.addAndGet(golden.distance(vector) > 10 * Golden.TOLERANCE ? 1 : 0);
        });
        assertThat(rounded).as("texts whose vectors show the rounding").hasPositiveValue();
    }

    private static OnnxSession cpuSession(CompiledGraph graph) {
        return OnnxSession.load(graph, new SessionSettings(Device.CPU, 0, true, false));
    }

    private EmbedderSettings.Builder load() {
        return MagibuEmbedder.builder().model(folder).device(Device.CPU);
    }
}

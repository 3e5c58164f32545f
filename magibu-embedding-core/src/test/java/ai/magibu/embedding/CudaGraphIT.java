package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.graph.CudaGraphs;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.natives.TokenRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The graphs for CUDA compute what the model does: both forms of the attention, in float32, on the CPU. The graph of bf16 differs in
 * the type alone. Whether CUDA's kernels give the right numbers, only a GPU can tell.
 */
class CudaGraphIT {

    /** Longer than it would be on CUDA: a text of "long" at least goes into a batch with others. */
    private static final int BATCH_TOKENS = 6_000;

    @TempDir
    Path folder;

    static Stream<Arguments> graphs() {
        return Models.ALL.stream().flatMap(model -> Stream.of(Arguments.of(model, false), Arguments.of(model, true)));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyTextHasItsVector(String model, boolean fusedAttention) throws IOException {
        CudaGraphs.export(Models.directory(model), fusedAttention, folder);
        List<Golden> goldens = Golden.of(model);
        try (MagibuEmbedder embedder = load()) {
            for (Golden golden : goldens) {
                Embedding embedding = embedder.embed(golden.passage(), golden.options());
                assertThat(golden.distance(embedding.vector())).as(golden.text()).isLessThan(Golden.TOLERANCE);
            }
        }
    }

    private MagibuEmbedder load() {
        return MagibuEmbedder.builder().model(folder).device(Device.CPU).maxBatchTokens(BATCH_TOKENS).load();
    }
}

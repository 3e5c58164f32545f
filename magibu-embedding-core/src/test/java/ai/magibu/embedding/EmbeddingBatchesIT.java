package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.natives.OnnxSession;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.natives.TokenRows;
import ai.magibu.embedding.internal.model.CheckedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** In each batch, and however much it is padded, a text has the vector of sentence-transformers. */
class EmbeddingBatchesIT {

    private static final List<String> MODELS = Models.ALL;

    @TempDir
    static Path cache;

    @ParameterizedTest
    @FieldSource("MODELS")
    void inBatchesOfEverySizeEveryTextHasItsVector(String model) {
        List<Golden> goldens = new ArrayList<>(Golden.of(model));
        // budgets from one text a batch to as many as are worth it
        for (int maxBatchTokens : new int[] {1, 64, 700, 5000, 1 << 20}) {
            Collections.shuffle(goldens, new Random(maxBatchTokens));
            try (MagibuEmbedder embedder = Models.builder(model, cache).maxBatchTokens(maxBatchTokens).load()) {
                for (String prompt : new String[] {null, "query", "document"}) {
                    List<Golden> batch = goldens.stream().filter(golden -> Objects.equals(golden.prompt(), prompt)).toList();
                    List<Embedding> embeddings =
                            embedder.embed(batch.stream().map(Golden::passage).toList(), batch.get(0).options());
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(batch.get(i).distance(embeddings.get(i).vector()))
                                .as("%d tokens a batch: %s", maxBatchTokens, batch.get(i).text())
                                .isLessThan(Golden.TOLERANCE);
                    }
                }
            }
        }
    }

    /** The planner would not pad so much; the graph must bear it all the same. */
    @ParameterizedTest
    @FieldSource("MODELS")
    void paddedToTheLongestOfAllEveryTextHasItsVector(String model) {
        CheckedModel checked = CheckedModel.open(Models.directory(model));
        CompiledGraph graph = new GraphCache(cache).get(checked, Precision.FP32);
        boolean poolsPrompt = checked.config().pooling().includePrompt();
        // where the prompt is left out of the pooling, texts without one are those that need no more than their ids
        List<Golden> goldens = Golden.of(model).stream()
                .filter(golden -> poolsPrompt || (golden.prompt() == null && checked.config().prompts().defaultName() == null))
                .toList();
        try (OnnxSession session = OnnxSession.load(graph, new SessionSettings(Device.CPU, 0, true, false))) {
            for (int from = 0; from < goldens.size(); from += 12) {
                List<Golden> batch = goldens.subList(from, Math.min(from + 12, goldens.size()));
                int longest = batch.stream().mapToInt(golden -> golden.ids().length).max().orElseThrow();
                int columns = Math.min(longest + 7, checked.config().maxTokens()); // some padding for the longest too
                TokenRows rows = TokenRows.of(batch.size(), columns, 1);
                for (int row = 0; row < batch.size(); row++) {
                    long[] ids = Arrays.stream(batch.get(row).ids()).asLongStream().toArray();
                    rows.set(row, ids);
                    rows.pool(row, 0, 0, ids.length);
                }
                float[] vectors = session.run(rows, new Cancellation());
                int width = vectors.length / batch.size();
                for (int row = 0; row < batch.size(); row++) {
                    float[] vector = Arrays.copyOfRange(vectors, row * width, (row + 1) * width);
                    assertThat(batch.get(row).distance(vector)).as(batch.get(row).text()).isLessThan(Golden.TOLERANCE);
                }
            }
        }
    }
}

package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.model.CheckedModel;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @ParameterizedTest
    @FieldSource("MODELS")
    void paddedToTheLongestOfAllEveryTextHasItsVector(String model) {
        CheckedModel checked = CheckedModel.open(Models.directory(model));
        PaddedBatches.run(
                model,
                checked.config(),
                new GraphCache(cache).get(checked, Precision.FP32),
                (golden, vector) -> assertThat(golden.distance(vector)).as(golden.text()).isLessThan(Golden.TOLERANCE));
    }
}

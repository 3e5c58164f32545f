package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library's vectors and token ids are those of sentence-transformers, for every model kept here. */
class EmbeddingGoldenTest {

    private static final float TOLERANCE = 5e-6f;

    @TempDir
    static Path cache;

    static Stream<String> models() {
        return Stream.of("tiny", "tiny-v6");
    }

    private static MagibuEmbedder load(String model, int maxBatchTokens) {
        return MagibuEmbedder.builder()
                .model(Models.directory(model))
                .maxBatchTokens(maxBatchTokens)
                .cacheDirectory(cache)
                .load();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aloneEveryTextHasItsVector(String model) {
        try (MagibuEmbedder embedder = load(model, 1)) {
            for (Golden golden : Golden.read(model.equals("tiny-v6") ? "tiny" : model)) {
                Embedding embedding = embedder.embed(Passage.of(golden.text()), EncodeOptions.of(golden.promptOrNone()));
                assertThat(embedding.tokens()).isEqualTo(golden.input_ids().length);
                assertThat(distance(embedding.vector(), golden.embedding())).as(golden.text()).isLessThan(TOLERANCE);
            }
        }
    }

    static float distance(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float largest = 0;
        for (int i = 0; i < actual.length; i++) {
            float difference = Math.abs(actual[i] - expected[i]);
            largest = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}

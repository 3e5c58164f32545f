package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Precision;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Not part of the tests (its name keeps it out): compares a model of full size, made by {@code reference/make_full_size.py}, to
 * the vectors of sentence-transformers. CONTRIBUTING.md has the command.
 */
class FullSizeCheck {

    @Test
    void vectorsAreTheReferences() {
        Path folder = Path.of(Objects.requireNonNull(System.getProperty("magibu.fullSize"), "set -Dmagibu.fullSize=FOLDER"));
        Precision precision = Precision.valueOf(System.getProperty("magibu.precision", "fp32").toUpperCase(Locale.ROOT));
        float limit = Float.parseFloat(System.getProperty("magibu.leastCosine", "0.99999"));
        long start = System.nanoTime();
        try (MagibuEmbedder embedder =
                MagibuEmbedder.builder().model(folder.resolve("model")).device(Device.CPU).precision(precision).load()) {
            System.out.printf(Locale.ROOT, "loaded, and compiled if it was the first time: %.1f s%n", (System.nanoTime() - start) / 1e9);
            float leastCosine = 1;
            float largestDifference = 0;
            for (Golden golden : Golden.read(folder.resolve("golden.json"))) {
                Embedding embedding = embedder.embed(golden.passage(), golden.options());
                assertThat(embedding.tokens()).isEqualTo(golden.ids().length);
                leastCosine = Math.min(leastCosine, MagibuEmbedder.similarity(embedding.vector(), golden.embedding()));
                largestDifference = Math.max(largestDifference, golden.distance(embedding.vector()));
            }
            System.out.printf(Locale.ROOT, "least cosine %.7f, largest difference of a component %.1e%n", leastCosine, largestDifference);
            assertThat(leastCosine).isGreaterThanOrEqualTo(limit);
        }
    }
}

package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** In int8 the vectors stay close to the reference's, and a text's vector does not depend on its neighbors. */
class Int8IT {

    private static final List<String> MODELS = Models.ALL;

    @TempDir
    static Path cache;

    private static MagibuEmbedder load(String model) {
        return Models.builder(model, cache).precision(Precision.INT8).load();
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void vectorsAreCloseToTheReferences(String model) {
        try (MagibuEmbedder embedder = load(model)) {
            for (Golden golden : Golden.of(model)) {
                float[] vector = embedder.embed(golden.passage(), golden.options()).vector();
                assertThat(MagibuEmbedder.similarity(vector, golden.embedding())).as(golden.text()).isGreaterThan(0.999f);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void aloneAndInABatchTheVectorIsTheSame(String model) {
        try (MagibuEmbedder embedder = load(model)) {
            List<Golden> goldens = Golden.of(model).stream().filter(golden -> golden.prompt() != null).limit(30).toList();
            EncodeOptions none = EncodeOptions.of(Prompt.NONE);
            List<Embedding> together = embedder.embed(goldens.stream().map(Golden::passage).toList(), none);
            for (int i = 0; i < goldens.size(); i++) {
                float[] alone = embedder.embed(goldens.get(i).passage(), none).vector();
                assertThat(MagibuEmbedder.similarity(alone, together.get(i).vector())).isGreaterThan(0.9999f);
            }
        }
    }
}

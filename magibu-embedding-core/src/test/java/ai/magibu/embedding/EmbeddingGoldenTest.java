package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Prompt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Vectors and tokens are those of sentence-transformers, for every model kept here. */
class EmbeddingGoldenTest {

    private static final List<String> MODELS = Models.ALL;

    @TempDir
    static Path cache;

    @ParameterizedTest
    @FieldSource("MODELS")
    void aloneEveryTextHasItsVectorAndTokens(String model) {
        try (MagibuEmbedder embedder = Models.builder(model, cache).load()) {
            for (Golden golden : Golden.of(model)) {
                Embedding embedding = embedder.embed(golden.passage(), golden.options());
                assertThat(golden.distance(embedding.vector())).as(golden.text()).isLessThan(Golden.TOLERANCE);
                assertThat(embedding.tokens()).as(golden.text()).isEqualTo(golden.ids().length);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    @Tag("locale")
    void tokenIdsAreTheReferences(String model) {
        try (MagibuEmbedder embedder = Models.builder(model, cache).load()) {
            int compared = 0;
            for (Golden golden : Golden.of(model)) {
                Prompt prompt = golden.options().prompt();
                int tokens = embedder.countTokens(golden.passage(), prompt);
                if (tokens <= embedder.maxTokens()) {
                    String prefix = prompt.equals(Prompt.DEFAULT) ? embedder.info().defaultPrompt() : golden.prompt();
                    String text = (prefix == null ? "" : embedder.info().prompts().get(prefix)) + golden.text();
                    assertThat(embedder.tokenizer().encode(text)).as(golden.text()).isEqualTo(golden.ids());
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(90);
        }
    }
}

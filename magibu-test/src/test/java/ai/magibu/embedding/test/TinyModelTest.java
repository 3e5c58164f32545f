package ai.magibu.embedding.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The embedder itself keeps the contract, with the model of this module. */
class TinyModelTest extends EmbeddingContract {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Override
    protected List<float[]> embed(List<String> texts) {
        return embedder.encode(texts);
    }

    @Test
    void constantsAreTheModels() {
        assertThat(embedder.dimension()).isEqualTo(TinyModel.DIMENSION);
        assertThat(embedder.maxTokens()).isEqualTo(TinyModel.MAX_TOKENS);
        assertThat(TinyModel.folder()).isDirectoryContaining("glob:**/modules.json");
        assertThat(TinyModel.referenceVectors()).hasSize(105);
    }

    @ParameterizedTest
    @CsvSource({",none", "query,query", "document,document"})
    void vectorsAreThoseOfSentenceTransformers(String name, String prompt) {
        List<ReferenceVector> references = TinyModel.referenceVectors(name);
        assertThat(references).hasSize(35);
        for (ReferenceVector reference : references) {
            float[] vector = embedder.embed(Passage.of(reference.text()), EncodeOptions.of(Prompt.parse(prompt))).vector();
            assertThat(vector).usingComparatorWithPrecision(TinyModel.TOLERANCE).containsExactly(reference.vector());
        }
    }
}

package ai.magibu.evaluation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.api.TextRole.Side;
import ai.magibu.evaluation.encoder.MagibuTextEncoder.Prompts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MagibuTextEncoderIT {

    private static final List<String> TEXTS = List.of("Bugün hava çok güzel.", "kedi");
    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void withoutPromptsQueriesAndDocumentsHaveTheVectorsOfTheirTexts() {
        MagibuTextEncoder encoder = new MagibuTextEncoder(embedder, Prompts.NONE);
        for (Side side : Side.values()) {
            assertClose(encoder.encode(TEXTS, role(side)).vectors(), embedder.encode(TEXTS));
        }
    }

    @Test
    void publishedPromptsGoBeforeQueriesAndDocuments() {
        MagibuTextEncoder encoder = new MagibuTextEncoder(embedder, Prompts.PUBLISHED);
        assertClose(encoder.encode(TEXTS, role(Side.QUERY)).vectors(), embedder.encodeQuery(TEXTS));
        assertClose(encoder.encode(TEXTS, role(Side.DOCUMENT)).vectors(), embedder.encodeDocument(TEXTS));
        assertClose(encoder.encode(TEXTS, role(Side.NONE)).vectors(), embedder.encode(TEXTS));
    }

    @Test
    void tokensAndTruncatedTextsAreCounted() {
        MagibuTextEncoder encoder = new MagibuTextEncoder(embedder, Prompts.NONE);
        EncodedTexts encoded = encoder.encode(List.of("Bugün hava çok güzel.", "kedi ".repeat(TinyModel.MAX_TOKENS)), role(Side.NONE));
        assertThat(encoded.truncated()).isEqualTo(1);
        assertThat(encoded.tokens()).isEqualTo(embedder.countTokens("Bugün hava çok güzel.") + TinyModel.MAX_TOKENS);
    }

    @Test
    void aTextThatIsTooLongIsNamed() {
        try (MagibuEmbedder strict = TinyModel.builder().onTooLong(OnTooLong.FAIL).load()) {
            MagibuTextEncoder encoder = new MagibuTextEncoder(strict, Prompts.NONE);
            assertThatThrownBy(() -> encoder.encode(List.of("kısa", "kedi ".repeat(TinyModel.MAX_TOKENS)), role(Side.NONE)))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageMatching("The text \"kedi kedi .*…\" has \\d+ tokens, and the limit is 384.*");
        }
    }

    @Test
    void settingsAreThoseOfTheEmbedder() {
        try (MagibuEmbedder small = TinyModel.builder().dimensions(32).load()) {
            EncoderSettings settings = new MagibuTextEncoder(small, "owner/tiny", Prompts.PUBLISHED).settings();
            assertThat(settings).isEqualTo(new EncoderSettings("owner/tiny", small.info().fingerprint().substring(0, 16), "fp32",
                    "published", 32, TinyModel.MAX_TOKENS));
        }
    }

    private static TextRole role(Side side) {
        return new TextRole("SquadTRRetrieval", "Retrieval", side);
    }

    private static void assertClose(List<float[]> vectors, List<float[]> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(vectors.get(i)).containsExactly(expected.get(i), within(TinyModel.TOLERANCE));
        }
    }
}

package ai.magibu.evaluation.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import ai.magibu.embedding.test.NgramEncoder;
import ai.magibu.embedding.test.NgramLangChain4jModel;
import ai.magibu.embedding.test.NgramSpringAiModel;
import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.api.TextRole.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The embedding models of LangChain4j and Spring AI as encoders. */
class FrameworkEncodersTest {

    private static final List<String> TEXTS = List.of("Ankara başkenttir.", "deniz", "Ankara başkenttir.");

    static Stream<TextEncoder> encoders() {
        return Stream.of(new LangChain4jTextEncoder(new NgramLangChain4jModel(), "owner/ngrams"),
                new SpringAiTextEncoder(new NgramSpringAiModel(), "owner/ngrams"));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void vectorsAreTheModelsInTheOrderOfTheTexts(TextEncoder encoder) {
        EncodedTexts encoded = encoder.encode(TEXTS, new TextRole("STSbTR", "STS", Side.NONE));
        NgramEncoder ngrams = new NgramEncoder();
        assertThat(encoded.vectors()).containsExactly(TEXTS.stream().map(ngrams::encode).toArray(float[][]::new));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void theModelHasTheGivenNameAndItsOwnDimension(TextEncoder encoder) {
        assertThat(encoder.settings().model()).isEqualTo("owner/ngrams");
        assertThat(encoder.settings().dimensions()).isEqualTo(new NgramEncoder().encode("x").length);
        assertThat(encoder.settings().maxTokens()).as("unknown").isZero();
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void truncationIsUnknown(TextEncoder encoder) {
        assertThat(encoder.encode(TEXTS, new TextRole("STSbTR", "STS", Side.NONE)).truncated()).isEqualTo(-1);
    }
}

package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagibuTokenCountEstimatorTest {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private final MagibuTokenCountEstimator estimator = new MagibuTokenCountEstimator(embedder);

    @ParameterizedTest
    @CsvSource({",default", "query,query", "document,document"})
    void text_countsWhatTheModelSees_promptAndSpecialTokensIncluded(@Nullable String golden, String prompt)
            throws IOException {
        MagibuTokenCountEstimator withPrompt = new MagibuTokenCountEstimator(embedder, Prompt.parse(prompt));

        for (ReferenceVector expected : TinyModel.referenceVectors(golden)) {
            // The goldens' ids end at the model's limit; the count does not.
            if (expected.tokenIds().length < embedder.maxTokens()) {
                assertThat(withPrompt.estimateTokenCountInText(expected.text()))
                        .as("%s", expected.text())
                        .isEqualTo(expected.tokenIds().length);
            }
        }
    }

    @Test
    void textAboveTheLimit_isCountedWhole() {
        String text = "kelime ".repeat(embedder.maxTokens());

        assertThat(estimator.estimateTokenCountInText(text))
                .isGreaterThan(embedder.maxTokens())
                .isEqualTo(embedder.countTokens(text));
    }

    @Test
    void tokenizerAlone_countsAsTheModelWithoutAPrompt() {
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(TinyModel.folder())) {
            assertThat(new MagibuTokenCountEstimator(tokenizer).estimateTokenCountInText("İstanbul Boğazı"))
                    .isEqualTo(estimator.estimateTokenCountInText("İstanbul Boğazı"));
        }
    }

    @Test
    void emptyText_isItsSpecialTokens() {
        assertThat(estimator.estimateTokenCountInText("")).isEqualTo(2);
    }

    @Test
    void nullText_isRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> estimator.estimateTokenCountInText(null));
    }

    @Test
    void promptThatTheModelDoesNotHave_isRejectedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MagibuTokenCountEstimator(embedder, Prompt.named("Clustering")))
                .withMessageContaining("Clustering");
    }

    @Test
    void message_countsItsText() {
        int expected = estimator.estimateTokenCountInText("Bugün hava güzel.");

        assertThat(estimator.estimateTokenCountInMessage(SystemMessage.from("Bugün hava güzel.")))
                .isEqualTo(expected);
        assertThat(estimator.estimateTokenCountInMessage(UserMessage.from("Ayşe", "Bugün hava güzel.")))
                .isEqualTo(expected);
        assertThat(estimator.estimateTokenCountInMessage(AiMessage.from("Bugün hava güzel.")))
                .isEqualTo(expected);
        assertThat(estimator.estimateTokenCountInMessage(
                ToolExecutionResultMessage.from("1", "hava", "Bugün hava güzel.")))
                .isEqualTo(expected);
        assertThat(estimator.estimateTokenCountInMessage(
                UserMessage.from(TextContent.from("Bugün"), TextContent.from("hava"))))
                .isEqualTo(estimator.estimateTokenCountInText("Bugün\nhava"));
    }

    @Test
    void messageWithoutText_countsNothing() {
        AiMessage toolCall = AiMessage.from(
                ToolExecutionRequest.builder().id("1").name("hava").arguments("{}").build());

        assertThat(estimator.estimateTokenCountInMessage(toolCall)).isZero();
    }

    @Test
    void messageWithAnImage_isRejected() {
        UserMessage message = UserMessage.from(ImageContent.from("https://example.com/cat.png"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> estimator.estimateTokenCountInMessage(message))
                .withMessageContaining("IMAGE");
    }

    @Test
    void messages_countTheSum() {
        assertThat(estimator.estimateTokenCountInMessages(
                List.of(SystemMessage.from("Kısa yanıt ver."), UserMessage.from("Başkent neresi?"))))
                .isEqualTo(estimator.estimateTokenCountInText("Kısa yanıt ver.")
                        + estimator.estimateTokenCountInText("Başkent neresi?"));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 40, 100})
    void splitterByThisCount_neverMakesASegmentThatIsMoreToTheModel(int limit) throws IOException {
        Document document = Document.from(longTurkishText());
        MagibuTokenCountEstimator forDocuments = new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT);

        List<TextSegment> segments =
                DocumentSplitters.recursive(limit, limit / 4, forDocuments).split(document);

        assertThat(segments).hasSizeGreaterThan(10);
        assertThat(segments).allSatisfy(segment -> {
            assertThat(embedder.countTokens(segment.text())).isLessThanOrEqualTo(limit);
            assertThat(embedder.embed(Passage.of(segment.text()), EncodeOptions.of(Prompt.DOCUMENT)).tokens())
                    .isLessThanOrEqualTo(limit);
        });
    }

    /** Paragraphs, lines, sentences and words of the goldens in a fixed random order, so that every level of the splitter is used. */
    private static String longTurkishText() throws IOException {
        List<String> texts = TinyModel.referenceVectors(null).stream()
                .map(ReferenceVector::text)
                .filter(text -> !text.isBlank() && text.length() < 300)
                .toList();
        Random random = new Random(42);
        return random.ints(200, 0, texts.size())
                .mapToObj(i -> texts.get(i) + List.of(" ", "\n", "\n\n").get(random.nextInt(3)))
                .collect(Collectors.joining());
    }
}

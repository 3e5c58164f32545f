package ai.magibu.langchain4j;

import static dev.langchain4j.model.embedding.request.EmbeddingInputType.DOCUMENT;
import static dev.langchain4j.model.embedding.request.EmbeddingInputType.QUERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagibuEmbeddingModelTest {

    private static final String DOCUMENT_TEXT = "Ankara, Türkiye'nin başkentidir.";

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private final MagibuEmbeddingModel model =
            MagibuEmbeddingModel.builder().embedder(embedder).build();

    @ParameterizedTest
    @CsvSource({",", "query,QUERY", "document,DOCUMENT"})
    void requestOfAnInputType_givesTheVectorsOfThatPrompt_inTheOrderOfTheInputs(
            @Nullable String prompt, @Nullable EmbeddingInputType inputType) throws IOException {
        List<ReferenceVector> goldens = TinyModel.referenceVectors(prompt);

        EmbeddingResponse response = model.embed(EmbeddingRequest.builder()
                .inputs(goldens.stream().map(ReferenceVector::text).toArray(String[]::new))
                .inputType(inputType)
                .build());

        assertThat(goldens).hasSize(35);
        assertThat(response.embeddings()).hasSize(35);
        for (int i = 0; i < 35; i++) {
            assertThat(response.embeddings().get(i).vector())
                    .as("%s", goldens.get(i).text())
                    .usingComparatorWithPrecision(5e-6f)
                    .containsExactly(goldens.get(i).vector());
        }
        assertThat(response.metadata().tokenUsage().inputTokenCount())
                .isEqualTo(goldens.stream().mapToInt(golden -> golden.tokenIds().length).sum());
        assertThat(response.metadata().tokenUsage().totalTokenCount())
                .isEqualTo(response.metadata().tokenUsage().inputTokenCount());
    }

    @Test
    void plainCalls_useNoPrompt_unlessTheModelHasADefaultOne() {
        float[] expected = embedder.encode(DOCUMENT_TEXT);

        assertThat(model.embed(DOCUMENT_TEXT).content().vector()).isEqualTo(expected);
        assertThat(model.embed(TextSegment.from(DOCUMENT_TEXT)).content().vector()).isEqualTo(expected);
        assertThat(model.embedAll(List.of(TextSegment.from(DOCUMENT_TEXT))).content().get(0).vector())
                .isEqualTo(expected);
    }

    @Test
    void plainCalls_useTheConfiguredDefaultPrompt() {
        MagibuEmbeddingModel forQueries = MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .defaultPrompt(Prompt.QUERY)
                .build();

        assertThat(forQueries.embed(DOCUMENT_TEXT).content().vector()).isEqualTo(embedder.encodeQuery(DOCUMENT_TEXT));
        assertThat(model.withDefaultPrompt(Prompt.DOCUMENT).embed(DOCUMENT_TEXT).content().vector())
                .isEqualTo(embedder.encodeDocument(DOCUMENT_TEXT));
    }

    @Test
    void inputTypeOfARequest_goesBeforeTheDefaultPrompt() {
        EmbeddingResponse response = model.withDefaultPrompt(Prompt.DOCUMENT)
                .embed(EmbeddingRequest.builder().input(DOCUMENT_TEXT).inputType(QUERY).build());

        assertThat(response.embeddings().get(0).vector()).isEqualTo(embedder.encodeQuery(DOCUMENT_TEXT));
    }

    @Test
    void defaultPromptThatTheModelDoesNotHave_isRejectedWhenTheModelIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.withDefaultPrompt(Prompt.named("Clustering")))
                .withMessageContaining("Clustering")
                .withMessageContaining("query");
    }

    @Test
    void titleInTheMetadata_goesIntoTheDocumentPrompt() {
        TextSegment titled = TextSegment.from(DOCUMENT_TEXT, Metadata.from("title", "Başkentler"));
        float[] expected = embedder.encodeDocument(Passage.titled("Başkentler", DOCUMENT_TEXT));
        MagibuEmbeddingModel forDocuments = model.withDefaultPrompt(Prompt.DOCUMENT);

        assertThat(expected).isNotEqualTo(embedder.encodeDocument(DOCUMENT_TEXT));
        assertThat(forDocuments.embed(titled).content().vector()).isEqualTo(expected);
        List<Embedding> embeddings = forDocuments
                .embedAll(List.of(TextSegment.from(DOCUMENT_TEXT), titled))
                .content();
        assertThat(embeddings.get(1).vector()).usingComparatorWithPrecision(5e-6f).containsExactly(expected);
        assertThat(embeddings.get(0).vector())
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(DOCUMENT_TEXT));
    }

    @Test
    void titleInTheMetadata_isLeftOut_whereThePromptHasNoPlaceForIt() {
        TextSegment titled = TextSegment.from(DOCUMENT_TEXT, Metadata.from("title", "Başkentler"));

        assertThat(model.embed(titled).content().vector()).isEqualTo(embedder.encode(DOCUMENT_TEXT));
        assertThat(model.withDefaultPrompt(Prompt.QUERY).embed(titled).content().vector())
                .isEqualTo(embedder.encodeQuery(DOCUMENT_TEXT));
    }

    @Test
    void titleThatIsBlankOrNoString_isNoTitle() {
        float[] expected = embedder.encodeDocument(DOCUMENT_TEXT);
        MagibuEmbeddingModel forDocuments = model.withDefaultPrompt(Prompt.DOCUMENT);

        for (Metadata metadata : List.of(Metadata.from("title", " "), new Metadata().put("title", 1923))) {
            assertThat(forDocuments.embed(TextSegment.from(DOCUMENT_TEXT, metadata)).content().vector())
                    .isEqualTo(expected);
        }
    }

    @Test
    void titleInTheMetadata_doesNotReachARequest_becauseTheFrameworkKeepsOnlyTheText() {
        TextSegment titled = TextSegment.from(DOCUMENT_TEXT, Metadata.from("title", "Başkentler"));

        EmbeddingResponse response = model.embed(
                EmbeddingRequest.builder().textSegment(titled).inputType(DOCUMENT).build());

        assertThat(response.embeddings().get(0).vector()).isEqualTo(embedder.encodeDocument(DOCUMENT_TEXT));
    }

    @Test
    void dimensionsOfARequest_giveAShorterVectorOfLengthOne() {
        float[] whole = embedder.encode(DOCUMENT_TEXT);

        EmbeddingResponse response = model.embed(
                EmbeddingRequest.builder().input(DOCUMENT_TEXT).dimensions(16).build());

        float[] vector = response.embeddings().get(0).vector();
        assertThat(vector).hasSize(16);
        assertThat(norm(vector)).isCloseTo(1, Offset.offset(1e-6));
        assertThat(MagibuEmbedder.similarity(vector, Arrays.copyOf(whole, 16)))
                .isCloseTo(1, Offset.offset(1e-6f));
    }

    @Test
    void dimensionsAboveTheModels_areRejected() {
        EmbeddingRequest request =
                EmbeddingRequest.builder().input(DOCUMENT_TEXT).dimensions(embedder.dimension() + 1).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.embed(request))
                .withMessageContaining(String.valueOf(embedder.dimension() + 1));
    }

    @Test
    void dimension_isTheEmbedders_andNothingIsEmbeddedToFindItOut() {
        Recorder recorder = new Recorder();
        MagibuEmbeddingModel listened = MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .listeners(List.of(recorder))
                .build();

        assertThat(listened.dimension()).isEqualTo(96).isEqualTo(embedder.dimension());
        assertThat(recorder.requests).isEmpty();
    }

    @Test
    void dimensionOfAShortenedEmbedder_isTheShortOne() {
        try (MagibuEmbedder shortened = TinyModel.builder().dimensions(32).load()) {
            MagibuEmbeddingModel shortModel =
                    MagibuEmbeddingModel.builder().embedder(shortened).build();

            assertThat(shortModel.dimension()).isEqualTo(32);
            assertThat(shortModel.embed(DOCUMENT_TEXT).content().vector()).hasSize(32);
        }
    }

    @Test
    void parameterOrContentThatIsNotSupported_isRejectedByTheFramework() {
        assertThatExceptionOfType(UnsupportedFeatureException.class)
                .isThrownBy(() -> model.embed(
                        EmbeddingRequest.builder().input("a").modelName("other").build()))
                .withMessageContaining("modelName");
        assertThatExceptionOfType(UnsupportedFeatureException.class)
                .isThrownBy(() -> model.embed(EmbeddingRequest.builder()
                        .input(ImageContent.from("https://example.com/cat.png"))
                        .build()))
                .withMessageContaining("IMAGE");
    }

    @Test
    void listeners_seeEachCallOnce_withItsRequestResponseAndUsage() {
        Recorder recorder = new Recorder();
        MagibuEmbeddingModel listened = MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .listeners(List.of(recorder))
                .defaultPrompt(Prompt.DOCUMENT)
                .build();

        Response<List<Embedding>> answer = listened.embedAll(
                List.of(TextSegment.from("bir", Metadata.from("title", "Sayılar")), TextSegment.from("iki")));
        listened.embed("üç");

        assertThat(recorder.requests).hasSize(2);
        assertThat(recorder.requests.get(0).textSegments())
                .extracting(TextSegment::text)
                .containsExactly("bir", "iki");
        assertThat(recorder.responses).hasSize(2);
        EmbeddingResponse first = recorder.responses.get(0).embeddingResponse();
        assertThat(first.embeddings()).isEqualTo(answer.content());
        assertThat(first.metadata().tokenUsage()).isEqualTo(answer.tokenUsage());
        assertThat(first.metadata().modelName()).isEqualTo("magibu-tiny-model");
        assertThat(recorder.errors).isEmpty();
    }

    @Test
    void listeners_seeAFailure_andTheCallerGetsTheEmbeddersException() {
        Recorder recorder = new Recorder();
        try (MagibuEmbedder strict = TinyModel.builder().maxTokens(8).onTooLong(OnTooLong.FAIL).load()) {
            MagibuEmbeddingModel listened = MagibuEmbeddingModel.builder()
                    .embedder(strict)
                    .listeners(List.of(recorder))
                    .build();
            List<TextSegment> segments = List.of(TextSegment.from("kısa"), TextSegment.from("uzun ".repeat(20)));

            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> listened.embedAll(segments))
                    .satisfies(tooLong -> assertThat(tooLong.index()).isEqualTo(1));
        }
        assertThat(recorder.errors).hasSize(1);
        assertThat(recorder.errors.get(0).error()).isInstanceOf(TextTooLongException.class);
        assertThat(recorder.responses).isEmpty();
    }

    @Test
    void manySegments_goDownInOneCall_soThatAnIndexIsTheSegments() {
        try (MagibuEmbedder strict = TinyModel.builder().maxTokens(8).onTooLong(OnTooLong.FAIL).load()) {
            MagibuEmbeddingModel strictModel =
                    MagibuEmbeddingModel.builder().embedder(strict).build();
            List<TextSegment> segments = new ArrayList<>(Collections.nCopies(5_000, TextSegment.from("a")));
            segments.set(4_321, TextSegment.from("uzun ".repeat(20)));

            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> strictModel.embedAll(segments))
                    .satisfies(tooLong -> assertThat(tooLong.index()).isEqualTo(4_321));
        }
    }

    @Test
    void textThatWasCut_isReportedInTheResponsesMetadata() {
        try (MagibuEmbedder limited = TinyModel.builder().maxTokens(8).load()) {
            String longText = "uzun ".repeat(20);
            MagibuEmbeddingModel limitedModel =
                    MagibuEmbeddingModel.builder().embedder(limited).build();

            EmbeddingResponse response = limitedModel.embed(
                    EmbeddingRequest.builder().inputs("a", longText).build());

            assertThat(response.metadata()).isInstanceOfSatisfying(MagibuEmbeddingResponseMetadata.class, metadata -> {
                assertThat(metadata.truncated()).isTrue();
                assertThat(metadata.droppedTokens()).containsExactly(0, limited.countTokens(longText) - 8);
            });
        }
        EmbeddingResponse whole = model.embed(EmbeddingRequest.builder().input("a").build());
        assertThat(((MagibuEmbeddingResponseMetadata) whole.metadata()).truncated()).isFalse();
    }

    @Test
    void modelName_isTheFoldersName_unlessSet() {
        assertThat(model.modelName()).isEqualTo("magibu-tiny-model");
        MagibuEmbeddingModel named = MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .modelName("embeddingmagibu-200m")
                .build();
        assertThat(named.modelName()).isEqualTo("embeddingmagibu-200m");
        assertThat(named.withDefaultPrompt(Prompt.QUERY).modelName()).isEqualTo("embeddingmagibu-200m");
        assertThat(named.embed(EmbeddingRequest.builder().input("a").build()).metadata().modelName())
                .isEqualTo("embeddingmagibu-200m");
    }

    @Test
    void noSegments_giveNoEmbeddings() {
        assertThat(model.embedAll(List.of()).content()).isEmpty();
        assertThat(model.embedAll(null).content()).isEmpty();
    }

    @Test
    void nullSegmentOrText_isRejected_namingItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.embedAll(Arrays.asList(TextSegment.from("a"), null)))
                .withMessageContaining("textSegments[1]");
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed((TextSegment) null));
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed((String) null));
    }

    @Test
    void emptyText_isEmbedded_becauseSpecialTokensRemain() {
        EmbeddingResponse response = model.embed(EmbeddingRequest.builder().input("").build());

        assertThat(response.embeddings().get(0).vector()).isEqualTo(embedder.encode(""));
    }

    @Test
    void modelWithoutAnEmbedder_isNotBuilt() {
        assertThatIllegalStateException().isThrownBy(() -> MagibuEmbeddingModel.builder().build());
    }

    @Test
    void closedEmbedder_makesEveryCallFail() {
        MagibuEmbedder closed = TinyModel.load();
        MagibuEmbeddingModel orphan = MagibuEmbeddingModel.builder().embedder(closed).build();
        closed.close();

        assertThatIllegalStateException().isThrownBy(() -> orphan.embed("a"));
    }

    @Test
    void identity_changesWithThePrompt_andThePolicy() {
        MagibuEmbeddingModel model = MagibuEmbeddingModel.builder().embedder(embedder).build();
        assertThat(model.identity()).startsWith(embedder.identity())
                .isEqualTo(MagibuEmbeddingModel.builder().embedder(embedder).modelName("other").build().identity());
        try (MagibuEmbedder strict = TinyModel.builder().onTooLong(OnTooLong.FAIL).load()) {
            assertThat(List.of(
                    model.identity(),
                    model.withDefaultPrompt(Prompt.QUERY).identity(),
                    model.withDefaultPrompt(Prompt.NONE).identity(),
                    MagibuEmbeddingModel.builder().embedder(strict).build().identity()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void modelOnASupplier_asksForTheEmbedderAtTheFirstCall() {
        AtomicInteger asked = new AtomicInteger();
        MagibuEmbeddingModel lazy = MagibuEmbeddingModel.builder()
                .embedder(() -> {
                    asked.incrementAndGet();
                    return embedder;
                })
                .build()
                .withDefaultPrompt(Prompt.DOCUMENT);
        MagibuTokenCountEstimator estimator = new MagibuTokenCountEstimator(
                () -> {
                    asked.incrementAndGet();
                    return embedder;
                },
                Prompt.DOCUMENT);
        assertThat(asked).hasValue(0);

        assertThat(lazy.embed(DOCUMENT_TEXT).content().vector()).isEqualTo(embedder.encodeDocument(DOCUMENT_TEXT));
        assertThat(lazy.modelName()).isEqualTo("magibu-tiny-model");
        assertThat(estimator.estimateTokenCountInText(DOCUMENT_TEXT))
                .isEqualTo(embedder.countTokens(Passage.of(DOCUMENT_TEXT), Prompt.DOCUMENT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lazy.withDefaultPrompt(Prompt.named("Clustering")).embed("a"))
                .withMessageContaining("Clustering");
    }

    private static double norm(float[] vector) {
        double sum = 0;
        for (float component : vector) {
            sum += component * component;
        }
        return Math.sqrt(sum);
    }

    private static final class Recorder implements EmbeddingModelListener {
        private final List<EmbeddingModelRequestContext> requests = new ArrayList<>();
        private final List<EmbeddingModelResponseContext> responses = new ArrayList<>();
        private final List<EmbeddingModelErrorContext> errors = new ArrayList<>();

        @Override
        public void onRequest(EmbeddingModelRequestContext context) {
            requests.add(context);
        }

        @Override
        public void onResponse(EmbeddingModelResponseContext context) {
            responses.add(context);
        }

        @Override
        public void onError(EmbeddingModelErrorContext context) {
            errors.add(context);
        }
    }
}

package ai.magibu.springai;

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
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.util.MimeTypeUtils;

class MagibuEmbeddingModelTest {

    private static final String TEXT = "Ankara, Türkiye'nin başkentidir.";
    private static final Document TITLED = new Document(TEXT, Map.of("title", "Başkentler", "year", 1923));

    /** All documents in one batch. */
    private static final BatchingStrategy TOGETHER = List::of;

    /** Each document in a separate batch. */
    private static final BatchingStrategy ALONE = documents -> documents.stream().map(List::of).toList();

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private final MagibuEmbeddingModel model = builder().build();

    private static MagibuEmbeddingModel.Builder builder() {
        return MagibuEmbeddingModel.builder().embedder(embedder);
    }

    private static MagibuEmbeddingOptions prompt(Prompt prompt) {
        return MagibuEmbeddingOptions.builder().prompt(prompt).build();
    }

    private static EmbeddingRequest request(@Nullable EmbeddingOptions options, String... texts) {
        return new EmbeddingRequest(Arrays.asList(texts), options);
    }

    private static void assertSame(float[] actual, float[] expected) {
        assertThat(actual).usingComparatorWithPrecision(5e-6f).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({",none", "query,query", "document,document"})
    void requestWithAPrompt_givesTheVectorsOfSentenceTransformers_withIndicesFrom0InTheOrderOfTheTexts(
            @Nullable String golden, String prompt) throws IOException {
        List<ReferenceVector> goldens = TinyModel.referenceVectors(golden);

        EmbeddingResponse response = model.call(new EmbeddingRequest(
                goldens.stream().map(ReferenceVector::text).toList(), prompt(Prompt.parse(prompt))));

        assertThat(response.getResults()).hasSize(35);
        assertThat(response.getResults()).extracting(Embedding::getIndex).containsExactlyElementsOf(
                IntStream.range(0, 35).boxed().toList());
        for (int i = 0; i < 35; i++) {
            assertSame(response.getResults().get(i).getOutput(), goldens.get(i).vector());
        }
        int tokens = goldens.stream().mapToInt(each -> each.tokenIds().length).sum();
        assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(tokens);
        assertThat(response.getMetadata().getUsage().getCompletionTokens()).isZero();
        assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void documents_goWithTheDocumentPrompt_inTheirOrder(boolean together) throws IOException {
        List<ReferenceVector> goldens = TinyModel.referenceVectors("document");
        List<Document> documents = goldens.stream().map(golden -> new Document(golden.text())).toList();

        List<float[]> vectors = model.embed(documents, null, together ? TOGETHER : ALONE);

        assertThat(vectors).hasSize(35);
        for (int i = 0; i < 35; i++) {
            assertSame(vectors.get(i), goldens.get(i).vector());
            assertSame(model.embed(documents.get(i)), goldens.get(i).vector());
        }
    }

    @Test
    void identity_changesWithThePrompts_andThePolicy() {
        MagibuEmbeddingModel model = builder().build();
        assertThat(model.identity()).startsWith(embedder.identity()).isEqualTo(builder().modelName("other").build().identity());
        try (MagibuEmbedder strict = TinyModel.builder().onTooLong(OnTooLong.FAIL).load()) {
            assertThat(List.of(
                    model.identity(),
                    builder().defaultPrompt(Prompt.NONE).build().identity(),
                    builder().documentPrompt(Prompt.NONE).build().identity(),
                    builder().embedder(strict).build().identity()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void strings_goWithTheQueryPrompt_becauseVectorStoresSearchThroughThem() {
        float[] expected = embedder.encodeQuery(TEXT);

        assertSame(model.embed(TEXT), expected);
        assertSame(model.embed(List.of(TEXT)).get(0), expected);
        assertSame(model.embedForResponse(List.of(TEXT)).getResult().getOutput(), expected);
        assertSame(model.call(request(null, TEXT)).getResult().getOutput(), expected);
        assertSame(model.call(request(EmbeddingOptions.builder().build(), TEXT)).getResult().getOutput(), expected);
        assertSame(model.call(request(prompt(null), TEXT)).getResult().getOutput(), expected);
    }

    @Test
    void strings_goWithTheConfiguredDefaultPrompt_andDocumentsDoNot() {
        MagibuEmbeddingModel plain = builder().defaultPrompt(Prompt.NONE).build();

        assertSame(plain.embed(TEXT), embedder.encode(TEXT));
        assertSame(plain.embed(new Document(TEXT)), embedder.encodeDocument(TEXT));
    }

    @Test
    void documents_goWithTheConfiguredDocumentPrompt_andStringsDoNot() {
        MagibuEmbeddingModel plain = builder().documentPrompt(Prompt.NONE).build();

        assertSame(plain.embed(new Document(TEXT)), embedder.encode(TEXT));
        assertSame(plain.embed(List.of(new Document(TEXT)), null, TOGETHER).get(0), embedder.encode(TEXT));
        assertSame(plain.embed(TEXT), embedder.encodeQuery(TEXT));
    }

    @Test
    void promptOfACall_goesBeforeTheConfiguredOnes() {
        assertSame(model.call(request(prompt(Prompt.DOCUMENT), TEXT)).getResult().getOutput(), embedder.encodeDocument(TEXT));
        assertSame(model.embed(List.of(new Document(TEXT)), prompt(Prompt.QUERY), TOGETHER).get(0), embedder.encodeQuery(TEXT));
    }

    @Test
    void promptThatTheModelDoesNotHave_isRejected_whenTheModelIsBuiltOrTheCallMade() {
        Prompt clustering = Prompt.named("Clustering");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().defaultPrompt(clustering).build())
                .withMessageContaining("Clustering")
                .withMessageContaining("query");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().documentPrompt(clustering).build())
                .withMessageContaining("Clustering");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.call(request(prompt(clustering), TEXT)))
                .withMessageContaining("Clustering");
    }

    @Test
    void modelOnASupplier_asksForTheEmbedderAtTheFirstCall() {
        AtomicInteger asked = new AtomicInteger();
        MagibuEmbeddingModel lazy = MagibuEmbeddingModel.builder()
                .embedder(() -> {
                    asked.incrementAndGet();
                    return embedder;
                })
                .documentPrompt(Prompt.named("Clustering"))
                .build();
        assertThat(asked).hasValue(0);

        assertSame(lazy.embed(TEXT), embedder.encodeQuery(TEXT));
        assertThat(lazy.modelName()).isEqualTo("magibu-tiny-model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lazy.embed(new Document(TEXT)))
                .withMessageContaining("Clustering");
    }

    @Test
    void titleInTheMetadata_goesIntoTheDocumentPrompt_once() {
        float[] expected = embedder.encodeDocument(Passage.titled("Başkentler", TEXT));

        assertThat(expected).isNotEqualTo(embedder.encodeDocument(TEXT));
        assertSame(model.embed(TITLED), expected);
        for (BatchingStrategy strategy : List.of(TOGETHER, ALONE, new MagibuBatchingStrategy(model))) {
            List<float[]> vectors =
                    model.embed(List.of(new Document(TEXT), TITLED), EmbeddingOptions.builder().build(), strategy);
            assertSame(vectors.get(0), embedder.encodeDocument(TEXT));
            assertSame(vectors.get(1), expected);
        }
    }

    @Test
    void titleInTheMetadata_isLeftOut_whereThePromptHasNoPlaceForIt() {
        assertSame(model.embed(List.of(TITLED), prompt(Prompt.QUERY), TOGETHER).get(0), embedder.encodeQuery(TEXT));
        assertSame(model.embed(List.of(TITLED), prompt(Prompt.NONE), TOGETHER).get(0), embedder.encode(TEXT));
    }

    @Test
    void titleThatIsBlankOrNoString_isNoTitle() {
        assertSame(model.embed(new Document(TEXT, Map.of("title", " "))), embedder.encodeDocument(TEXT));
        assertSame(model.embed(new Document(TEXT, Map.of("title", 1923))), embedder.encodeDocument(TEXT));
    }

    @Test
    void embeddingContent_isTheTextAlone_soThatNoPromptIsAppliedTwice() {
        assertThat(model.getEmbeddingContent(TITLED)).isEqualTo(TEXT);
    }

    @Test
    void vectors_areLangChain4js_forTheSameTextAndPrompt() throws IOException {
        var langChain4j = ai.magibu.langchain4j.MagibuEmbeddingModel.builder().embedder(embedder).build();
        // LangChain4j has no blank segments.
        List<String> texts = TinyModel.referenceVectors(null).stream().map(ReferenceVector::text).filter(text -> !text.isBlank()).toList();
        var query = dev.langchain4j.model.embedding.request.EmbeddingRequest.builder()
                .inputs(texts.toArray(String[]::new))
                .inputType(EmbeddingInputType.QUERY)
                .build();
        List<TextSegment> segments =
                texts.stream().map(text -> TextSegment.from(text, Metadata.from("title", "Başlık"))).toList();
        List<Document> documents =
                texts.stream().map(text -> new Document(text, Map.of("title", "Başlık"))).toList();

        assertThat(model.embed(texts))
                .containsExactlyElementsOf(langChain4j.embed(query).embeddings().stream()
                        .map(dev.langchain4j.data.embedding.Embedding::vector)
                        .toList());
        assertThat(model.embed(documents, null, TOGETHER))
                .containsExactlyElementsOf(langChain4j.withDefaultPrompt(Prompt.DOCUMENT).embedAll(segments).content().stream()
                        .map(dev.langchain4j.data.embedding.Embedding::vector)
                        .toList());
    }

    @Test
    void dimensionsOfACall_giveShorterVectorsOfLengthOne_fromOwnAndFromPortableOptions() {
        float[] whole = embedder.encodeQuery(TEXT);
        for (EmbeddingOptions options : List.of(
                MagibuEmbeddingOptions.builder().dimensions(16).build(),
                EmbeddingOptions.builder().dimensions(16).build())) {

            float[] vector = model.call(request(options, TEXT)).getResult().getOutput();

            assertThat(vector).hasSize(16);
            assertThat(MagibuEmbedder.similarity(vector, Arrays.copyOf(whole, 16))).isCloseTo(1, Offset.offset(1e-6f));
            double squares = 0;
            for (float component : vector) {
                squares += component * component;
            }
            assertThat(squares).isCloseTo(1, Offset.offset(1e-6));
            assertThat(model.embed(List.of(TITLED), options, TOGETHER).get(0)).hasSize(16);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 97})
    void dimensionsTheModelCannotGive_areRejected(int dimensions) {
        MagibuEmbeddingOptions options = MagibuEmbeddingOptions.builder().dimensions(dimensions).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.call(request(options, TEXT)))
                .withMessageContaining("1 to 96")
                .withMessageContaining(String.valueOf(dimensions));
    }

    @Test
    void dimensions_areTheEmbedders_andAlsoAShortenedOnes() {
        assertThat(model.dimensions()).isEqualTo(96);
        try (MagibuEmbedder shortened = TinyModel.builder().dimensions(32).load()) {
            MagibuEmbeddingModel shortModel = MagibuEmbeddingModel.builder().embedder(shortened).build();

            assertThat(shortModel.dimensions()).isEqualTo(32);
            assertThat(shortModel.embed(TEXT)).hasSize(32);
            EmbeddingOptions longer = EmbeddingOptions.builder().dimensions(64).build();
            assertThat(shortModel.call(request(longer, TEXT)).getResult().getOutput()).hasSize(64);
        }
    }

    @Test
    void modelOfACall_mustBeThisOne_orLeftOut() {
        MagibuEmbeddingModel named = builder().modelName("embeddingmagibu-200m").build();

        for (String same : Arrays.asList("embeddingmagibu-200m", "", null)) {
            EmbeddingOptions options = MagibuEmbeddingOptions.builder().model(same).build();
            assertSame(named.call(request(options, TEXT)).getResult().getOutput(), embedder.encodeQuery(TEXT));
        }
        for (EmbeddingOptions other : List.of(
                MagibuEmbeddingOptions.builder().model("text-embedding-3-small").build(),
                EmbeddingOptions.builder().model("text-embedding-3-small").build())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> named.call(request(other, TEXT)))
                    .withMessageContaining("text-embedding-3-small")
                    .withMessageContaining("embeddingmagibu-200m");
        }
    }

    @Test
    void modelName_isTheFoldersName_unlessSet() {
        assertThat(model.modelName()).isEqualTo("magibu-tiny-model");
        assertThat(model.call(request(null, TEXT)).getMetadata().getModel()).isEqualTo("magibu-tiny-model");
        assertThat(builder().modelName("m").build().call(request(null, TEXT)).getMetadata().getModel()).isEqualTo("m");
        assertThatIllegalArgumentException().isThrownBy(() -> builder().modelName(" "));
    }

    @Test
    void tooLongAText_isCutAndReported_orRejected_asTheCallSays() {
        try (MagibuEmbedder limited = TinyModel.builder().maxTokens(24).load()) {
            MagibuEmbeddingModel limitedModel = MagibuEmbeddingModel.builder()
                    .embedder(limited)
                    .defaultPrompt(Prompt.NONE)
                    .build();
            String longText = "uzun ".repeat(40);
            MagibuEmbeddingOptions fail = MagibuEmbeddingOptions.builder().onTooLong(OnTooLong.FAIL).build();

            EmbeddingResponse response = limitedModel.embedForResponse(List.of("a", longText));

            assertThat(response.getMetadata()).isInstanceOfSatisfying(MagibuEmbeddingResponseMetadata.class, metadata -> {
                assertThat(metadata.truncated()).isTrue();
                assertThat(metadata.droppedTokens()).containsExactly(0, limited.countTokens(longText) - 24);
                assertThat(metadata.<List<Integer>>get("droppedTokens")).isEqualTo(metadata.droppedTokens());
            });
            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> limitedModel.call(request(fail, "a", longText)))
                    .satisfies(tooLong -> assertThat(tooLong.index()).isEqualTo(1));
        }
        assertThat(((MagibuEmbeddingResponseMetadata) model.embedForResponse(List.of("a")).getMetadata()).truncated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tooLongADocument_isNamedByItsPlaceInTheList_howeverItWasBatched(boolean together) {
        try (MagibuEmbedder strict = TinyModel.builder().maxTokens(24).onTooLong(OnTooLong.FAIL).load()) {
            MagibuEmbeddingModel strictModel = MagibuEmbeddingModel.builder().embedder(strict).build();
            List<Document> documents = new ArrayList<>(Collections.nCopies(20, new Document("a")));
            documents.set(13, new Document("uzun ".repeat(40)));

            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> strictModel.embed(documents, null, together ? TOGETHER : ALONE))
                    .satisfies(tooLong -> assertThat(tooLong.index()).isEqualTo(13))
                    .withMessageContaining("text 13");
            MagibuEmbeddingOptions truncate = MagibuEmbeddingOptions.builder().onTooLong(OnTooLong.TRUNCATE).build();
            assertThat(strictModel.embed(documents, truncate, TOGETHER)).hasSize(20);
        }
    }

    @Test
    void noTexts_giveNoEmbeddings() {
        assertThat(model.embed(List.<String>of())).isEmpty();
        assertThat(model.embed(List.of(), null, TOGETHER)).isEmpty();
        EmbeddingResponse response = model.call(request(null));
        assertThat(response.getResults()).isEmpty();
        assertThat(response.getMetadata().getUsage().getTotalTokens()).isZero();
    }

    @Test
    void emptyText_isEmbedded_becausePromptAndSpecialTokensRemain() {
        assertSame(model.embed(""), embedder.encodeQuery(""));
        assertSame(model.embed(new Document("")), embedder.encodeDocument(""));
    }

    @Test
    void nullText_isRejected_namingItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.call(request(null, "a", null)))
                .withMessageContaining("text 1");
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed(Arrays.asList("a", null)));
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed((String) null));
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed((List<String>) null));
        assertThatIllegalArgumentException().isThrownBy(() -> model.embedForResponse(null));
        assertThatIllegalArgumentException().isThrownBy(() -> model.call(null));
        assertThatIllegalArgumentException().isThrownBy(() -> model.call(new EmbeddingRequest(null, null)));
    }

    @Test
    void nullDocument_isRejected_namingItsPlace_beforeAnyIsEmbedded() {
        BatchingStrategy unreached = documents -> {
            throw new AssertionError("reached");
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.embed(Arrays.asList(TITLED, null), null, unreached))
                .withMessageContaining("documents[1]");
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed((Document) null));
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed(null, null, TOGETHER));
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed(List.of(TITLED), null, null));
    }

    @Test
    void documentWithoutText_isRejected_namingItsPlaceAndId() {
        Document image = Document.builder()
                .id("cat")
                .media(new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.com/cat.png")))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.embed(List.of(TITLED, image), null, new MagibuBatchingStrategy(model)))
                .withMessageContaining("documents[1]")
                .withMessageContaining("cat");
        assertThatIllegalArgumentException().isThrownBy(() -> model.embed(image)).withMessageContaining("cat");
    }

    @Test
    void strategyThatLosesADocument_isFoundOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.embed(List.of(TITLED, TITLED), null, documents -> List.of(List.of(documents.get(0)))))
                .withMessageContaining("1 of 2 documents");
    }

    @Test
    void equalDocuments_areEachEmbedded() {
        assertThat(model.embed(List.of(TITLED, TITLED, TITLED), null, new MagibuBatchingStrategy(model))).hasSize(3);
    }

    @Test
    void manyThreads_getTheirOwnVectors() throws Exception {
        List<ReferenceVector> goldens = TinyModel.referenceVectors("query");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 4 * goldens.size(); i++) {
                String text = goldens.get(i % goldens.size()).text();
                answers.add(threads.submit(() -> model.embed(text)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertSame(answers.get(i).get(), goldens.get(i % goldens.size()).vector());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void modelWithoutAnEmbedder_isNotBuilt() {
        assertThatIllegalStateException().isThrownBy(() -> MagibuEmbeddingModel.builder().build());
    }

    @Test
    void closedEmbedder_makesEveryCallFail() {
        MagibuEmbedder closed = TinyModel.load();
        EmbeddingModel orphan = MagibuEmbeddingModel.builder().embedder(closed).build();
        closed.close();

        assertThatIllegalStateException().isThrownBy(() -> orphan.embed("a"));
        assertThatIllegalStateException().isThrownBy(() -> orphan.embed(TITLED));
        assertThatIllegalStateException().isThrownBy(() -> orphan.embed(List.of(TITLED), null, TOGETHER));
    }
}

package ai.magibu.cache.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.magibu.cache.CaffeineCache;
import ai.magibu.cache.TextCounter;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.EmbeddingContract;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuEmbeddingResponseMetadata;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedMagibuModelIT extends EmbeddingContract {

    private static final AtomicInteger TEXTS = new AtomicInteger();
    private static final String LONG = "uzun bir metin ".repeat(400);

    private static MagibuEmbedder embedder;
    private static MagibuEmbeddingModel magibu;

    private final CaffeineCache cache = new CaffeineCache(100_000_000);
    private final CachedEmbeddingModel model = CachedEmbeddingModel.builder().model(magibu).cache(cache).build();

    @BeforeAll
    static void load() {
        embedder = MagibuEmbedder.load(TinyModel.builder().build(), List.of(new TextCounter(TEXTS)));
        magibu = MagibuEmbeddingModel.builder().embedder(embedder).build();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @BeforeEach
    void reset() {
        TEXTS.set(0);
    }

    @Override
    protected List<float[]> embed(List<String> texts) {
        if (texts.isEmpty()) {
            return model.embedAll(List.of()).content().stream().map(Embedding::vector).toList();
        }
        EmbeddingRequest.Builder request = EmbeddingRequest.builder();
        request.inputs(texts.toArray(String[]::new));
        return model.embed(request.build()).embeddings().stream().map(Embedding::vector).toList();
    }

    /** LangChain4j does not allow blank inputs. */
    @Override
    protected void blankTextHasAVectorAndKeepsItsPlace() {}

    @Test
    void unchangedSegments_costNoCall() {
        List<TextSegment> segments = IntStream.range(0, 1_000)
                .mapToObj(i -> TextSegment.from("Parça " + i + " burada.", Metadata.from("title", "Bölüm " + i % 7)))
                .toList();
        MagibuEmbeddingModel documents = magibu.withDefaultPrompt(Prompt.DOCUMENT);
        CachedEmbeddingModel cached = CachedEmbeddingModel.builder().model(documents).cache(cache).build();
        List<Embedding> first = cached.embedAll(segments).content();
        assertThat(TEXTS).hasValue(1_000);
        List<Embedding> again = cached.embedAll(segments).content();
        assertThat(TEXTS).hasValue(1_000);
        assertThat(again).isEqualTo(first).isEqualTo(documents.embedAll(segments).content());
    }

    @Test
    void promptsOfTwoModels_shareACache() {
        CachedEmbeddingModel documents =
                CachedEmbeddingModel.builder().model(magibu.withDefaultPrompt(Prompt.DOCUMENT)).cache(cache).build();
        Embedding plain = model.embed("Ankara").content();
        Embedding document = documents.embed("Ankara").content();
        assertThat(document).isNotEqualTo(plain).isEqualTo(magibu.withDefaultPrompt(Prompt.DOCUMENT).embed("Ankara").content());
        assertThat(model.embed("Ankara").content()).isEqualTo(plain);
    }

    @Test
    void truncation_isReportedFromTheCache() {
        EmbeddingRequest one = EmbeddingRequest.builder().inputs(LONG).inputType(EmbeddingInputType.DOCUMENT).build();
        EmbeddingRequest two = EmbeddingRequest.builder().inputs("a", LONG).inputType(EmbeddingInputType.DOCUMENT).build();
        List<Integer> dropped = dropped(model.embed(one));
        assertThat(dropped.get(0)).isPositive();
        assertThat(dropped(model.embed(two))).containsExactly(0, dropped.get(0));
        assertThat(dropped(model.embed(two))).containsExactly(0, dropped.get(0));
        assertThat(TEXTS).hasValue(2);
    }

    private static List<Integer> dropped(EmbeddingResponse response) {
        return ((MagibuEmbeddingResponseMetadata) response.metadata()).droppedTokens();
    }

    @Test
    void textTooLong_isNamedByItsPositionInTheList() {
        try (MagibuEmbedder strict = TinyModel.builder().onTooLong(OnTooLong.FAIL).load()) {
            MagibuEmbeddingModel failing = MagibuEmbeddingModel.builder().embedder(strict).build();
            CachedEmbeddingModel cached = CachedEmbeddingModel.builder().model(failing).cache(cache).build();
            model.embed(LONG); // truncated
            cached.embed("a");
            assertThatExceptionOfType(TextTooLongException.class)
                    .isThrownBy(() -> cached.embedAll(List.of(TextSegment.from("a"), TextSegment.from("b"), TextSegment.from(LONG))))
                    .satisfies(e -> assertThat(e.index()).isEqualTo(2));
        }
    }

    @Test
    void asynchronousCall_hasTheSameVectors() throws Exception {
        EmbeddingRequest request = EmbeddingRequest.builder().inputs("a", "b").inputType(EmbeddingInputType.QUERY).build();
        assertThat(model.embedAsync(request).get().embeddings()).isEqualTo(magibu.embed(request).embeddings());
        assertThat(model.embedAsync(request).get().embeddings()).isEqualTo(model.embed(request).embeddings());
        assertThat(TEXTS).hasValue(4);
    }

    @Test
    void modelIsLoaded_byTheFirstCall() {
        AtomicInteger loads = new AtomicInteger();
        MagibuEmbeddingModel lazy = MagibuEmbeddingModel.builder().embedder(() -> {
            loads.incrementAndGet();
            return embedder;
        }).build();
        CachedEmbeddingModel cached = CachedEmbeddingModel.builder().model(lazy).cache(cache).build();
        assertThat(loads).hasValue(0);
        cached.embed("a");
        assertThat(loads).hasPositiveValue();
    }
}

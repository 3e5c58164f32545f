package ai.magibu.cache.springai;

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
import ai.magibu.springai.MagibuBatchingStrategy;
import ai.magibu.springai.MagibuEmbeddingModel;
import ai.magibu.springai.MagibuEmbeddingOptions;
import ai.magibu.springai.MagibuEmbeddingResponseMetadata;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

class CachedMagibuModelIT extends EmbeddingContract {

    private static final AtomicInteger TEXTS = new AtomicInteger();
    private static final String LONG = "uzun bir metin ".repeat(400);
    private static final EmbeddingOptions OPTIONS = EmbeddingOptions.builder().build();

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
        return model.embed(texts);
    }

    @Test
    void unchangedDocuments_costNoCall() {
        BatchingStrategy batches = new MagibuBatchingStrategy(magibu);
        List<Document> documents = documents();
        List<float[]> first = model.embed(documents, OPTIONS, batches);
        assertThat(TEXTS).hasValue(1_000);
        List<float[]> again = model.embed(documents(), OPTIONS, batches);
        assertThat(TEXTS).hasValue(1_000);
        List<float[]> uncached = magibu.embed(documents, OPTIONS, batches);
        for (int i = 0; i < documents.size(); i++) {
            assertThat(again.get(i)).isEqualTo(first.get(i)).isEqualTo(uncached.get(i));
        }
    }

    /** With new ids, as a reader of files makes them. */
    private static List<Document> documents() {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> new Document("Parça " + i + " burada.", Map.of("title", "Bölüm " + i % 7)))
                .toList();
    }

    @Test
    void documents_haveTheirPromptAndTitle() {
        Document document = new Document("Ankara", Map.of("title", "Başkent"));
        for (int times = 0; times < 2; times++) {
            assertThat(model.embed(document)).containsExactly(magibu.embed(document));
            assertThat(model.embed(new Document("Ankara"))).containsExactly(magibu.embed(new Document("Ankara")));
            assertThat(model.embed("Ankara")).containsExactly(magibu.embed("Ankara"));
        }
        assertThat(model.statistics().misses()).isEqualTo(3);
    }

    @Test
    void ownOptions_areInTheKey() {
        for (int times = 0; times < 2; times++) {
            for (MagibuEmbeddingOptions options : List.of(
                    MagibuEmbeddingOptions.builder().prompt(Prompt.DOCUMENT).build(),
                    MagibuEmbeddingOptions.builder().prompt(Prompt.NONE).build(),
                    MagibuEmbeddingOptions.builder().dimensions(32).build(),
                    MagibuEmbeddingOptions.builder().onTooLong(OnTooLong.FAIL).build())) {
                EmbeddingRequest request = new EmbeddingRequest(List.of("Ankara"), options);
                assertThat(model.call(request).getResult().getOutput()).containsExactly(magibu.call(request).getResult().getOutput());
            }
        }
        assertThat(model.statistics().misses()).isEqualTo(4);
    }

    @Test
    void truncation_isReportedFromTheCache() {
        int dropped = metadata(model.embedForResponse(List.of(LONG))).droppedTokens().get(0);
        assertThat(dropped).isPositive();
        for (int times = 0; times < 2; times++) {
            assertThat(metadata(model.embedForResponse(List.of("a", LONG))).droppedTokens()).containsExactly(0, dropped);
        }
        assertThat(metadata(model.embedForResponse(List.of("a"))).getUsage().getTotalTokens()).isZero();
        assertThat(TEXTS).hasValue(2);
    }

    private static MagibuEmbeddingResponseMetadata metadata(EmbeddingResponse response) {
        return (MagibuEmbeddingResponseMetadata) response.getMetadata();
    }

    @Test
    void textTooLong_isNamedByItsPositionInTheList() {
        MagibuEmbeddingOptions fail = MagibuEmbeddingOptions.builder().onTooLong(OnTooLong.FAIL).build();
        model.call(new EmbeddingRequest(List.of("a"), fail));
        model.embed(List.of(new Document("a")), fail, List::of);
        assertThatExceptionOfType(TextTooLongException.class)
                .isThrownBy(() -> model.call(new EmbeddingRequest(List.of("a", "b", LONG), fail)))
                .satisfies(e -> assertThat(e.index()).isEqualTo(2));
        // Each document is a batch of its own.
        List<Document> documents = List.of(new Document("b"), new Document("a"), new Document(LONG));
        assertThatExceptionOfType(TextTooLongException.class)
                .isThrownBy(() -> model.embed(documents, fail, all -> all.stream().map(List::of).toList()))
                .satisfies(e -> assertThat(e.index()).isEqualTo(2));
    }
}

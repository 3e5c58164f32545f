package ai.magibu.cache.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.cache.CaffeineCache;
import ai.magibu.cache.TextCounter;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.EmbeddingContract;
import ai.magibu.embedding.test.TinyModel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedEmbedderIT extends EmbeddingContract {

    private static final AtomicInteger TEXTS = new AtomicInteger();
    private static final EncodeOptions DOCUMENT = EncodeOptions.of(Prompt.DOCUMENT);
    private static final String LONG = "uzun bir metin ".repeat(400);

    private static MagibuEmbedder embedder;

    private final CachedEmbedder cached = new CachedEmbedder(embedder, new CaffeineCache(100_000_000));

    @BeforeAll
    static void load() {
        embedder = MagibuEmbedder.load(TinyModel.builder().build(), List.of(new TextCounter(TEXTS)));
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
        return cached.embed(texts.stream().map(Passage::of).toList(), EncodeOptions.defaults()).stream().map(Embedding::vector).toList();
    }

    @Test
    void tenThousandUnchangedChunks_costNoCall() {
        List<Passage> chunks =
                IntStream.range(0, 10_000).mapToObj(i -> Passage.titled("Bölüm " + i % 7, "Parça " + i + " burada.")).toList();
        List<Embedding> first = cached.embed(chunks, DOCUMENT);
        assertThat(TEXTS).hasValue(10_000);
        List<Embedding> again = cached.embed(chunks, DOCUMENT);
        assertThat(TEXTS).hasValue(10_000);
        assertThat(cached.statistics().hits()).isEqualTo(10_000);
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(again.get(i).vector()).isEqualTo(first.get(i).vector());
            assertThat(again.get(i).tokens()).isEqualTo(first.get(i).tokens());
        }
        List<Embedding> uncached = embedder.embed(chunks, DOCUMENT);
        for (int i = 0; i < chunks.size(); i++) {
            assertThat(again.get(i).vector()).isEqualTo(uncached.get(i).vector());
        }
    }

    @Test
    void everyOption_andTheTitle_areInTheKey() {
        List<EncodeOptions> options =
                List.of(EncodeOptions.defaults(), EncodeOptions.of(Prompt.QUERY), DOCUMENT, DOCUMENT.withDimensions(32),
                        DOCUMENT.withOnTooLong(OnTooLong.FAIL));
        options.forEach(each -> cached.embed(Passage.of("Ankara"), each));
        cached.embed(Passage.titled("Başkent", "Ankara"), DOCUMENT);
        assertThat(cached.statistics().misses()).isEqualTo(6);
        assertThat(cached.embed(Passage.of("Ankara"), DOCUMENT.withDimensions(32)).vector())
                .containsExactly(embedder.embed(Passage.of("Ankara"), DOCUMENT.withDimensions(32)).vector());
    }

    @Test
    void explicitDefaults_andABlankTitle_areTheSameKey() {
        cached.embed(Passage.of("Ankara"), DOCUMENT);
        cached.embed(Passage.titled(" ", "Ankara"), DOCUMENT.withDimensions(TinyModel.DIMENSION).withOnTooLong(OnTooLong.TRUNCATE));
        assertThat(cached.statistics().hits()).isEqualTo(1);
    }

    @Test
    void truncation_isReportedFromTheCache() {
        Embedding first = cached.embed(Passage.of(LONG), DOCUMENT);
        Embedding again = cached.embed(Passage.of(LONG), DOCUMENT);
        assertThat(TEXTS).hasValue(1);
        assertThat(again.droppedTokens()).isEqualTo(first.droppedTokens()).isPositive();
        assertThat(again.tokens()).isEqualTo(TinyModel.MAX_TOKENS);
    }

    /** A truncated vector is in the cache, and the call does not want it. */
    @Test
    void textTooLong_isNamedByItsPositionInTheList() {
        cached.embed(List.of(Passage.of("a"), Passage.of(LONG)), DOCUMENT);
        EncodeOptions fail = DOCUMENT.withOnTooLong(OnTooLong.FAIL);
        cached.embed(Passage.of("a"), fail);
        assertThatExceptionOfType(TextTooLongException.class)
                .isThrownBy(() -> cached.embed(List.of(Passage.of("a"), Passage.of("b"), Passage.of(LONG)), fail))
                .satisfies(e -> assertThat(e.index()).isEqualTo(2));
        assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                .isThrownBy(() -> cached.embedAsync(List.of(Passage.of("a"), Passage.of(LONG)), fail).get())
                .withMessageContaining("text 1 has");
    }

    @Test
    void invalidArguments_areReportedAsByTheEmbedder() {
        embed(List.of("a"));
        cached.embed(Passage.of("plain"), EncodeOptions.defaults());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cached.embed(Arrays.asList(Passage.of("a"), null), DOCUMENT)).withMessageContaining("text 1 is null");
        assertThatIllegalArgumentException().isThrownBy(
                () -> cached.embed(List.of(Passage.of("a"), Passage.titled("Başlık", "b")), EncodeOptions.defaults()))
                .withMessageContaining("text 1");
        assertThatExceptionOfType(java.util.concurrent.ExecutionException.class).isThrownBy(
                () -> cached.embedAsync(List.of(Passage.of("plain"), Passage.titled("Başlık", "b")), EncodeOptions.defaults()).get())
                .withCauseInstanceOf(IllegalArgumentException.class).withMessageContaining("text 1");
        assertThatIllegalArgumentException().isThrownBy(() -> cached.embed(Passage.of("a"), DOCUMENT.withDimensions(97)));
    }

    @Test
    void asynchronousCall_hasTheSameVectors() throws Exception {
        cached.embed(Passage.of("a"), DOCUMENT);
        List<Embedding> embeddings = cached.embedAsync(List.of(Passage.of("b"), Passage.of("a")), DOCUMENT).get();
        assertThat(TEXTS).hasValue(2);
        assertThat(embeddings.get(1).vector()).containsExactly(embedder.embed(Passage.of("a"), DOCUMENT).vector());
        assertThat(embeddings.get(0).vector()).containsExactly(embedder.embed(Passage.of("b"), DOCUMENT).vector());
    }
}

package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingStreamTest {

    private static final EncodeOptions NONE = EncodeOptions.of(Prompt.NONE);

    @TempDir
    static Path cache;

    /** With batches so small that a window has some twenty texts. */
    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = tiny().load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private static EmbedderSettings.Builder tiny() {
        return Models.builder("tiny", cache).maxBatchTokens(8);
    }

    private static List<Passage> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> Passage.of("metin " + i + " " + "z".repeat(i % 37))).toList();
    }

    @Test
    void givesWhatAListGivesInItsOrder() {
        List<Passage> texts = texts(300);
        List<Embedding> fromAList = embedder.embed(texts, NONE);
        try (Stream<Embedding> stream = embedder.embed(texts.stream(), NONE)) {
            List<Embedding> embeddings = stream.toList();
            assertThat(embeddings).hasSize(300);
            for (int i = 0; i < embeddings.size(); i++) {
                // planned in other batches, whose sums run in another order
                assertThat(MagibuEmbedder.similarity(embeddings.get(i).vector(), fromAList.get(i).vector())).isGreaterThan(0.999999f);
                assertThat(embeddings.get(i).tokens()).isEqualTo(fromAList.get(i).tokens());
            }
        }
    }

    @Test
    void optionsApply() {
        try (Stream<Embedding> stream = embedder.embed(texts(3).stream(), NONE.withDimensions(16))) {
            assertThat(stream).allMatch(embedding -> embedding.vector().length == 16);
        }
    }

    @Test
    void nothingGivesNothing() {
        assertThat(embedder.embed(Stream.empty(), NONE)).isEmpty();
    }

    @Test
    void readsNoFurtherThanItIsAsked() {
        AtomicInteger read = new AtomicInteger();
        Stream<Passage> endless = Stream.generate(() -> Passage.of("metin " + read.incrementAndGet()));
        try (Stream<Embedding> stream = embedder.embed(endless, NONE)) {
            assertThat(read).hasValue(0);
            Iterator<Embedding> embeddings = stream.iterator();
            embeddings.next();
            int ahead = read.get();
            assertThat(ahead).isBetween(2, 200);
            for (int i = 0; i < ahead; i++) {
                embeddings.next();
            }
            assertThat(read.get()).isBetween(ahead + 1, 2 * ahead);
        }
    }

    @Test
    void closingItClosesTheTexts() {
        AtomicInteger closed = new AtomicInteger();
        embedder.embed(texts(1).stream().onClose(closed::incrementAndGet), NONE).close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void rejectedTextIsNamedWhenAllBeforeItHaveBeenTaken() {
        for (int bad : new int[] {0, 1, 50, 299}) {
            List<Passage> texts = new ArrayList<>(texts(300));
            texts.set(bad, Passage.of("kelime ".repeat(500)));
            List<Embedding> taken = new ArrayList<>();
            assertThatThrownBy(() -> embedder.embed(texts.stream(), NONE.withOnTooLong(OnTooLong.FAIL)).forEach(taken::add))
                    .isInstanceOfSatisfying(TextTooLongException.class, e -> assertThat(e.index()).isEqualTo(bad));
            assertThat(taken).hasSize(bad);
        }
    }

    @Test
    void callersMistakesInTheStreamAreNamedByPosition() {
        List<Passage> withNull = new ArrayList<>(texts(100));
        withNull.set(77, null);
        List<Passage> withNullText = new ArrayList<>(texts(100));
        withNullText.set(78, Passage.of(null));
        List<Passage> withTitle = new ArrayList<>(texts(100));
        withTitle.set(79, Passage.titled("Boğaz", "metin"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(withNull.stream(), NONE).toList())
                .withMessage("text 77 is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(withNullText.stream(), NONE).toList())
                .withMessage("text 78 is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(withTitle.stream(), NONE).toList())
                .withMessageStartingWith("text 79: ")
                .withMessageContaining("no place for a title");
    }

    @Test
    void callersMistakesInTheOptionsAreToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(Stream.empty(), EncodeOptions.of(Prompt.named("yok"))));
        assertThatIllegalArgumentException().isThrownBy(() -> embedder.embed(Stream.empty(), NONE.withDimensions(97)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed((Stream<Passage>) null, NONE))
                .withMessage("the stream of texts is null");
    }

    @Test
    void failureOfTheSourceCostsNothingThatCameBefore() {
        UncheckedIOException failure = new UncheckedIOException(new java.io.IOException("cable"));
        Stream<Passage> source = IntStream.range(0, 100).mapToObj(i -> {
            if (i == 60) {
                throw failure;
            }
            return Passage.of("metin " + i);
        });
        List<Embedding> taken = new ArrayList<>();
        assertThatThrownBy(() -> embedder.embed(source, NONE).forEach(taken::add)).isSameAs(failure);
        assertThat(taken).hasSize(60);
    }

    @Test
    void failureEndsTheStream() {
        List<Passage> texts = new ArrayList<>(texts(100));
        texts.set(2, null);
        var embeddings = embedder.embed(texts.stream(), NONE).spliterator();
        assertThat(embeddings.tryAdvance(embedding -> {})).isTrue();
        assertThat(embeddings.tryAdvance(embedding -> {})).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> embeddings.tryAdvance(embedding -> {}));
        assertThat(embeddings.tryAdvance(embedding -> {})).isFalse();
    }

    @Test
    void closingTheEmbedderDoesNotWaitForAStreamThatNobodyReads() {
        MagibuEmbedder shortLived = tiny().load();
        Iterator<Embedding> embeddings = shortLived.embed(texts(300).stream(), NONE).iterator();
        embeddings.next();
        shortLived.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> embeddings.forEachRemaining(embedding -> {}))
                .withMessageContaining("closed");
    }

    @Test
    void listenersAreToldPieceByPiece() {
        List<Integer> started = new ArrayList<>();
        List<Object> ended = new ArrayList<>();
        List<BatchRun> runs = new ArrayList<>();
        EncodeListener listener = new EncodeListener() {
            @Override
            public EncodeCall started(int texts) {
                started.add(texts);
                return new EncodeCall() {
                    @Override
                    public void succeeded(EncodeSummary summary) {
                        ended.add(summary.texts());
                    }

                    @Override
                    public void failed(Throwable failure) {
                        ended.add(failure.getClass());
                    }
                };
            }

            @Override
            public void batchRan(BatchRun run) {
                runs.add(run);
            }
        };
        List<Passage> texts = new ArrayList<>(texts(100));
        texts.set(90, null);
        try (MagibuEmbedder told = tiny().listener(listener).load()) {
            assertThatIllegalArgumentException().isThrownBy(() -> told.embed(texts.stream(), NONE).toList());
        }
        assertThat(started).hasSizeGreaterThan(3).endsWith(1);
        assertThat(started.stream().mapToInt(Integer::intValue).sum()).isEqualTo(91);
        assertThat(ended.subList(0, ended.size() - 1)).isEqualTo(started.subList(0, started.size() - 1));
        assertThat(ended).endsWith(IllegalArgumentException.class);
        assertThat(runs.stream().mapToInt(BatchRun::rows).sum()).isEqualTo(90);
    }
}

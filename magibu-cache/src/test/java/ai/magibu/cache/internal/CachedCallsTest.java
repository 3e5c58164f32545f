package ai.magibu.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.cache.CacheKey;
import ai.magibu.cache.CachedVector;
import ai.magibu.cache.EmbeddingCache;
import ai.magibu.cache.MapCache;
import ai.magibu.embedding.api.TextTooLongException;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CachedCallsTest {

    private final MapCache cache = new MapCache();
    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final CachedCalls calls = new CachedCalls(cache, nanoTime::get);
    /** The texts that the model has embedded. */
    private final List<String> embedded = new ArrayList<>();

    private List<Float> embed(String... texts) {
        return calls.embed(keys(texts), positions -> positions.stream().map(i -> {
            embedded.add(texts[i]);
            return vector(texts[i]);
        }).toList()).stream().map(vector -> vector.vector()[0]).toList();
    }

    private static List<CacheKey> keys(String... texts) {
        return List.of(texts).stream().map(text -> CacheKey.of("model", List.of(text))).toList();
    }

    /** A vector that names its text. */
    private static CachedVector vector(String text) {
        return new CachedVector(new float[] {text.charAt(0)}, 0, 0);
    }

    @Test
    void onlyNewTextsAreEmbedded_andTheOrderIsKept() {
        assertThat(embed("a", "b")).containsExactly((float) 'a', (float) 'b');
        assertThat(embed("c", "b", "d", "a")).containsExactly((float) 'c', (float) 'b', (float) 'd', (float) 'a');
        assertThat(embedded).containsExactly("a", "b", "c", "d");
        assertThat(embed()).isEmpty();
    }

    @Test
    void textThatOccursTwiceInACall_isEmbeddedOnce() {
        assertThat(embed("a", "b", "a")).containsExactly((float) 'a', (float) 'b', (float) 'a');
        assertThat(embedded).containsExactly("a", "b");
        assertThat(calls.statistics().hits()).isEqualTo(1);
        assertThat(calls.statistics().misses()).isEqualTo(2);
        assertThat(calls.statistics().hitRate()).isEqualTo(1 / 3.0);
    }

    @Test
    void exceptionNamesThePositionInTheCallersList() {
        embed("a", "b");
        TextTooLongException failure = new TextTooLongException(1, 500, 384);
        assertThatExceptionOfType(TextTooLongException.class).isThrownBy(() -> calls.embed(keys("a", "c", "c", "b", "d"), positions -> {
            throw failure;
        })).satisfies(e -> {
            assertThat(e.index()).isEqualTo(4);
            assertThat(e.tokens()).isEqualTo(500);
            assertThat(e).hasMessageContaining("text 4 has 500 tokens").hasStackTraceContaining("exceptionNamesThePosition");
        });
        assertThat(cache.entries).hasSize(2);
    }

    @Test
    void illegalArgument_isReportedWithThePositionInTheCallersList() {
        embed("a");
        assertThatIllegalArgumentException().isThrownBy(() -> calls.embed(keys("a", "b"), positions -> {
            throw new IllegalArgumentException("text " + positions.indexOf(1));
        })).withMessage("text 1");
        assertThatThrownBy(calls.embedAsync(keys("a", "b"),
                positions -> CompletableFuture.failedFuture(new IllegalArgumentException("text " + positions.indexOf(1))))::get)
                .isInstanceOf(ExecutionException.class).cause().isInstanceOf(IllegalArgumentException.class).hasMessage("text 1");
    }

    @Test
    void modelThatReturnsTooFewVectors_fails() {
        assertThatIllegalStateException().isThrownBy(() -> calls.embed(keys("a", "b"), positions -> List.of(vector("a"))))
                .withMessage("the model returned 1 vectors for 2 texts");
        assertThat(cache.entries).isEmpty();
    }

    @Test
    void cacheThatIsDown_doesNotFailTheCall() {
        embed("a");
        cache.down = true;
        assertThat(embed("a", "b")).containsExactly((float) 'a', (float) 'b');
        assertThat(embedded).containsExactly("a", "a", "b");
        assertThat(calls.statistics().failures()).isEqualTo(1);
    }

    @Test
    void cacheThatIsDown_isNotCalledForTenSeconds() {
        cache.down = true;
        embed("a");
        embed("a");
        assertThat(cache.calls).hasValue(1);
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(10));
        embed("a");
        assertThat(cache.calls).hasValue(2);
        assertThat(calls.statistics().failures()).isEqualTo(2);

        cache.down = false;
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(10));
        embed("a");
        embed("a");
        assertThat(embedded).hasSize(4);
        assertThat(calls.statistics().failures()).isEqualTo(2);
    }

    @Test
    void cacheThatCannotBeWritten_isRead() {
        embed("a");
        EmbeddingCache full = new EmbeddingCache() {
            @Override
            public Map<CacheKey, CachedVector> find(Collection<CacheKey> keys) {
                return cache.find(keys);
            }

            @Override
            public void store(Map<CacheKey, CachedVector> entries) {
                throw new IllegalStateException("the disk is full");
            }
        };
        CachedCalls other = new CachedCalls(full, nanoTime::get);
        for (int i = 0; i < 3; i++) {
            other.embed(keys("a", "b"), positions -> List.of(vector("b")));
        }
        assertThat(other.statistics().hits()).isEqualTo(3);
        assertThat(other.statistics().failures()).isEqualTo(1);
    }

    @Test
    void outageIsLoggedOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(GuardedCache.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            cache.down = true;
            for (int i = 0; i < 3; i++) {
                embed("a");
                nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(10));
            }
            cache.down = false;
            embed("a");
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void threadsWithTheSameTexts_getTheirVectors() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<CachedVector>>> tasks = new ArrayList<>();
            for (int task = 0; task < 400; task++) {
                String[] texts = {letter(task), letter(task + 1), letter(task / 7)};
                tasks.add(() -> calls.embed(keys(texts), positions -> positions.stream().map(i -> vector(texts[i])).toList()));
            }
            List<Future<List<CachedVector>>> results = threads.invokeAll(tasks);
            for (int task = 0; task < results.size(); task++) {
                assertThat(results.get(task).get())
                        .containsExactly(vector(letter(task)), vector(letter(task + 1)), vector(letter(task / 7)));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(calls.statistics().hits() + calls.statistics().misses()).isEqualTo(1200);
    }

    private static String letter(int number) {
        return String.valueOf((char) ('a' + number % 26));
    }

    @Test
    void asynchronousCall_embedsOnlyNewTexts() throws Exception {
        embed("a");
        assertThat(calls.embedAsync(keys("b", "a"), positions -> {
            assertThat(positions).containsExactly(0);
            return CompletableFuture.completedFuture(List.of(vector("b")));
        }).get()).containsExactly(vector("b"), vector("a"));
        assertThat(calls.embedAsync(keys("b", "a"), positions -> {
            throw new AssertionError("all texts are in the cache");
        }).get()).containsExactly(vector("b"), vector("a"));
    }

    @Test
    void asynchronousException_namesThePositionInTheCallersList() {
        embed("a");
        CompletableFuture<List<CachedVector>> result = calls.embedAsync(keys("a", "b"),
                positions -> CompletableFuture.failedFuture(new TextTooLongException(0, 500, 384)));
        assertThatThrownBy(result::get).isInstanceOf(ExecutionException.class).cause().hasMessageContaining("text 1 has 500 tokens");
    }

    @Test
    void cancelledCall_cancelsTheModel() throws Exception {
        CompletableFuture<List<CachedVector>> run = new CompletableFuture<>();
        CompletableFuture<List<Integer>> started = new CompletableFuture<>();
        CompletableFuture<List<CachedVector>> result = calls.embedAsync(keys("a"), positions -> {
            started.complete(positions);
            return run;
        });
        started.get();
        result.cancel(true);
        assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS)).isInstanceOf(java.util.concurrent.CancellationException.class);
        assertThat(cache.entries).isEqualTo(Map.of());
    }
}

package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.internal.session.SharedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that do not wait, calls that are given up, and closing while calls run. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncIT {

    private static final EncodeOptions NONE = EncodeOptions.of(Prompt.NONE);

    /** A batch of these takes the long model many seconds. */
    private static final List<Passage> ENDLESS =
            Collections.nCopies(150, Passage.of("Sözleşmenin feshi hâlinde taraflar bildirimde bulunur. ".repeat(200)));

    @TempDir
    static Path cache;

    @TempDir
    Path folder;

    private Path copy;

    private final List<BatchRun> runs = new CopyOnWriteArrayList<>();
    private final List<Object> ends = new CopyOnWriteArrayList<>();

    private final EncodeListener listener = new EncodeListener() {
        @Override
        public EncodeCall started(int texts) {
            return new EncodeCall() {
                @Override
                public void succeeded(EncodeSummary summary) {
                    ends.add(summary.texts());
                }

                @Override
                public void failed(Throwable failure) {
                    ends.add(failure.getClass());
                }
            };
        }

        @Override
        public void batchRan(BatchRun run) {
            runs.add(run);
            runsMayEnd.join();
        }
    };

    /** The run counts as running until its listeners have heard of it. */
    private volatile CompletableFuture<Void> runsMayEnd = CompletableFuture.completedFuture(null);

    private EmbedderSettings.Builder tiny() {
        return Models.builder("tiny", cache).listener(listener);
    }

    /** A model that no other test has open. */
    private EmbedderSettings.Builder copied() {
        if (copy == null) {
            copy = Models.copy("tiny", folder.resolve("model"));
        }
        return tiny().model(copy);
    }

    /** All texts of a call go into one batch. */
    private EmbedderSettings.Builder slow() {
        return Models.builder("long", cache).maxBatchTokens(1_000_000).listener(listener);
    }

    private static void awaitActivity(MagibuEmbedder embedder, Activity activity) throws InterruptedException {
        while (!embedder.activity().equals(activity)) {
            Thread.sleep(1);
        }
    }

    private static Throwable failure(CompletableFuture<?> call) throws InterruptedException {
        try {
            return new AssertionError("no failure but " + call.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    // results

    @Test
    void givesTheVectorsOfAWaitingCall() throws Exception {
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < 200; i++) { // several groups
            passages.add(Passage.of("Metin " + i + " " + "kelime ".repeat(i)));
        }
        try (MagibuEmbedder embedder = tiny().maxBatchTokens(400).load()) {
            List<Embedding> expected = embedder.embed(passages, NONE);
            List<Embedding> embeddings = embedder.embedAsync(passages, NONE).get();
            assertThat(embeddings).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(MagibuEmbedder.similarity(embeddings.get(i).vector(), expected.get(i).vector())).isGreaterThan(0.99999f);
                assertThat(embeddings.get(i).tokens()).isEqualTo(expected.get(i).tokens());
                assertThat(embeddings.get(i).droppedTokens()).isEqualTo(expected.get(i).droppedTokens());
            }
            assertThat(ends).containsExactly(200, 200);
            assertThat(embedder.embedAsync(List.of(), NONE).get()).isEmpty();
        }
    }

    @Test
    void textsMayChangeAfterTheCall() throws Exception {
        try (MagibuEmbedder embedder = tiny().load()) {
            List<Passage> passages = new ArrayList<>(List.of(Passage.of("bir"), Passage.of("iki")));
            CompletableFuture<List<Embedding>> call = embedder.embedAsync(passages, NONE);
            passages.clear();
            assertThat(call.get()).hasSize(2);
        }
    }

    @Test
    void manyCallsNeedFewThreads() throws Exception {
        try (MagibuEmbedder embedder = tiny().sharedBatches(true).maxWaitingTokens(1_000_000).load()) {
            List<CompletableFuture<List<Embedding>>> calls = new ArrayList<>();
            int before = Thread.activeCount();
            for (int i = 0; i < 2_000; i++) {
                calls.add(embedder.embedAsync(List.of(Passage.of("metin " + i)), NONE));
            }
            assertThat(Thread.activeCount() - before).isLessThan(50);
            for (CompletableFuture<List<Embedding>> call : calls) {
                assertThat(call.get()).hasSize(1);
            }
        }
    }

    @Test
    void whatDependsOnTheFutureDoesNotHoldUpTheModel() throws Exception {
        try (MagibuEmbedder embedder = tiny().sharedBatches(true).load()) {
            CompletableFuture<Void> release = new CompletableFuture<>();
            CompletableFuture<String> thread = embedder.embedAsync(List.of(Passage.of("a")), NONE).thenApply(embeddings -> {
                release.join();
                return Thread.currentThread().getName();
            });
            assertThat(embedder.encode("b")).as("while the dependent blocks").hasSize(96);
            release.complete(null);
            assertThat(thread.get()).doesNotStartWith("magibu-");
        }
    }

    // failures

    @Test
    void callersMistakesAreThrownAtOnce() {
        try (MagibuEmbedder embedder = tiny().load()) {
            assertThatIllegalArgumentException().isThrownBy(() -> embedder.embedAsync(null, NONE));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> embedder.embedAsync(Arrays.asList(Passage.of("a"), null), NONE))
                    .withMessage("text 1 is null");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> embedder.embedAsync(List.of(Passage.of("a")), EncodeOptions.of(Prompt.named("yok"))));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> embedder.embedAsync(List.of(Passage.of("a")), NONE.withDimensions(97)));
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void rejectedTextCompletesTheFuture() throws Exception {
        try (MagibuEmbedder embedder = tiny().onTooLong(OnTooLong.FAIL).load()) {
            CompletableFuture<List<Embedding>> call =
                    embedder.embedAsync(List.of(Passage.of("a"), Passage.of("kelime ".repeat(500))), NONE);
            assertThat(failure(call)).isInstanceOfSatisfying(TextTooLongException.class, e -> assertThat(e.index()).isEqualTo(1));
            assertThat(ends).containsExactly(TextTooLongException.class);
            assertThat(embedder.embedAsync(List.of(Passage.of("a")), NONE).get()).hasSize(1);
        }
    }

    // giving up

    @Test
    void cancellingStopsTheRun() throws Exception {
        for (boolean shared : new boolean[] {false, true}) {
            try (MagibuEmbedder embedder = slow().sharedBatches(shared).load()) {
                CompletableFuture<List<Embedding>> call = embedder.embedAsync(ENDLESS, NONE);
                awaitActivity(embedder, new Activity(1, 0));
                call.cancel(true);
                awaitActivity(embedder, new Activity(0, 0));
                assertThatThrownBy(call::get).isInstanceOf(CancellationException.class);
                assertThat(runs).as("runs to the end").isEmpty();
                assertThat(embedder.encode("a")).hasSize(48);
                assertThat(runs).hasSize(1);
            }
            runs.clear();
        }
    }

    @Test
    void timeoutStopsTheRun() throws Exception {
        try (MagibuEmbedder embedder = slow().load()) {
            CompletableFuture<List<Embedding>> call = embedder.embedAsync(ENDLESS, NONE);
            awaitActivity(embedder, new Activity(1, 0));
            assertThatThrownBy(() -> call.orTimeout(1, TimeUnit.MILLISECONDS).get()).hasCauseInstanceOf(TimeoutException.class);
            awaitActivity(embedder, new Activity(0, 0));
            assertThat(runs).isEmpty();
        }
    }

    @Test
    void interruptStopsTheRun() throws Exception {
        try (MagibuEmbedder embedder = slow().load()) {
            FutureTask<Boolean> call = new FutureTask<>(() -> {
                assertThatThrownBy(() -> embedder.embed(ENDLESS, NONE)).isInstanceOf(EncodeInterruptedException.class);
                return Thread.currentThread().isInterrupted();
            });
            Thread caller = new Thread(call);
            caller.start();
            awaitActivity(embedder, new Activity(1, 0));
            caller.interrupt();
            assertThat(call.get()).as("interrupt flag").isTrue();
            awaitActivity(embedder, new Activity(0, 0));
            assertThat(runs).isEmpty();
            assertThat(ends).containsExactly(EncodeInterruptedException.class);
        }
    }

    @Test
    void callThatSharesTheRunKeepsIt() throws Exception {
        List<Passage> one = List.of(Passage.of("a"));
        try (MagibuEmbedder embedder = slow().sharedBatches(true).load()) {
            CompletableFuture<List<Embedding>> first = embedder.embedAsync(ENDLESS, NONE);
            awaitActivity(embedder, new Activity(1, 0));
            CompletableFuture<List<Embedding>> impatient = embedder.embedAsync(one, NONE);
            CompletableFuture<List<Embedding>> patient = embedder.embedAsync(one, NONE);
            awaitActivity(embedder, new Activity(1, 2));
            runsMayEnd = new CompletableFuture<>();
            first.cancel(true);
            awaitActivity(embedder, new Activity(2, 0));
            impatient.cancel(true);
            runsMayEnd.complete(null);
            assertThat(patient.get()).hasSize(1);
            assertThat(runs).singleElement().satisfies(run -> assertThat(run.rows()).isEqualTo(2));
        }
    }

    // closing

    @Test
    void runningCallMayEndWithinTheTimeout() throws Exception {
        MagibuEmbedder embedder = slow().closeTimeout(Duration.ofMinutes(1)).sharedBatches(true).load();
        runsMayEnd = new CompletableFuture<>();
        CompletableFuture<List<Embedding>> running = embedder.embedAsync(ENDLESS.subList(0, 2), NONE);
        awaitActivity(embedder, new Activity(1, 0));
        CompletableFuture<List<Embedding>> waiting = embedder.embedAsync(List.of(Passage.of("a")), NONE);
        awaitActivity(embedder, new Activity(1, 1));
        CompletableFuture<Void> closing = CompletableFuture.runAsync(embedder::close);
        assertThat(failure(waiting)).isInstanceOf(EmbedderClosedException.class);
        runsMayEnd.complete(null);
        assertThat(running.get()).hasSize(2);
        closing.get();
        assertThatThrownBy(() -> embedder.embedAsync(ENDLESS, NONE)).isInstanceOf(EmbedderClosedException.class);
        assertThat(ends).containsExactlyInAnyOrder(EmbedderClosedException.class, 2);
    }

    @Test
    void runningCallIsStoppedAfterTheTimeout() throws Exception {
        MagibuEmbedder embedder = slow().closeTimeout(Duration.ofMillis(100)).load();
        List<CompletableFuture<List<Embedding>>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(embedder.embedAsync(ENDLESS, NONE));
        }
        FutureTask<List<Embedding>> waitingCall = new FutureTask<>(() -> embedder.embed(ENDLESS, NONE));
        new Thread(waitingCall).start();
        awaitActivity(embedder, new Activity(4, 0));
        embedder.close();
        for (CompletableFuture<List<Embedding>> call : calls) {
            assertThat(failure(call)).isInstanceOf(EmbedderClosedException.class);
        }
        assertThatThrownBy(waitingCall::get).hasCauseInstanceOf(EmbedderClosedException.class);
        assertThat(runs).as("runs to the end").isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("magibu-run"))
                .as("threads that run the model")
                .isEmpty();
    }

    @Test
    void interruptedCloseStopsAtOnce() throws Exception {
        MagibuEmbedder embedder = slow().closeTimeout(Duration.ofHours(1)).load();
        CompletableFuture<List<Embedding>> call = embedder.embedAsync(ENDLESS, NONE);
        awaitActivity(embedder, new Activity(1, 0));
        Thread.currentThread().interrupt();
        embedder.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure(call)).isInstanceOf(EmbedderClosedException.class);
    }

    @Test
    void embedderMayBeClosedByWhatDependsOnACall() throws Exception {
        MagibuEmbedder embedder = copied().closeTimeout(Duration.ofHours(1)).load();
        embedder.embedAsync(List.of(Passage.of("a")), NONE).thenRun(embedder::close).get();
        assertThat(SharedModel.isOpen(copy)).isFalse();
    }

    @Test
    void tokenizingOfALongTextIsStoppedToo() throws Exception {
        String endless = "kelime güzel ".repeat(4_000_000);
        MagibuEmbedder embedder = copied().closeTimeout(Duration.ZERO).load();
        CompletableFuture<List<Embedding>> call = embedder.embedAsync(List.of(Passage.of(endless)), NONE);
        CompletableFuture<int[]> ids = CompletableFuture.supplyAsync(() -> embedder.tokenizer().encode(endless));
        CompletableFuture<Integer> count = CompletableFuture.supplyAsync(() -> embedder.countTokens(endless));
        CompletableFuture<List<float[]>> chunks =
                CompletableFuture.supplyAsync(() -> embedder.encodeChunks(endless, List.of(new Span(0, 10))));
        Thread.sleep(300);
        embedder.close();
        assertThat(SharedModel.isOpen(copy)).as("not freed").isFalse();
        assertThat(failure(call)).isInstanceOf(EmbedderClosedException.class);
        assertThat(failure(chunks)).isInstanceOf(EmbedderClosedException.class);
        assertThat(failure(count)).isInstanceOf(EmbedderClosedException.class);
        assertThat(failure(ids)).isInstanceOf(IllegalStateException.class).hasMessage("this tokenizer is closed");
    }

    @Test
    void anyTimeoutFits() {
        tiny().closeTimeout(Duration.ofSeconds(Long.MAX_VALUE)).load().close();
    }

    @Test
    void negativeTimeoutIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tiny().closeTimeout(Duration.ofSeconds(-1)))
                .withMessageContaining("closeTimeout");
    }

    // sharing

    @Test
    void embeddersOfTheSameModelShareItUntilTheLastIsClosed() {
        MagibuEmbedder first = copied().load();
        MagibuEmbedder second = copied().dimensions(48).sharedBatches(true).load();
        MagibuEmbedder otherThreads = copied().threads(1).load();
        float[] vector = first.encode("metin");
        first.close();
        assertThat(second.encode("metin")).hasSize(48);
        assertThat(otherThreads.encode("metin")).hasSize(96);
        assertThatThrownBy(() -> first.encode("metin")).isInstanceOf(EmbedderClosedException.class);
        second.close();
        assertThat(SharedModel.isOpen(copy)).isTrue();
        otherThreads.close();
        assertThat(SharedModel.isOpen(copy)).isFalse();
        try (MagibuEmbedder again = copied().load()) {
            assertThat(MagibuEmbedder.similarity(again.encode("metin"), vector)).isGreaterThan(0.99999f);
        }
    }

    @Test
    void loadThatFailsLeavesNothingBehind() {
        assertThatIllegalArgumentException().isThrownBy(() -> copied().maxTokens(2).load());
        assertThat(SharedModel.isOpen(copy)).isFalse();
        try (MagibuEmbedder embedder = copied().load()) {
            assertThatIllegalArgumentException().isThrownBy(() -> copied().maxTokens(2).load()).withMessageContaining("maxTokens");
            assertThat(embedder.encode("metin")).hasSize(96);
        }
        assertThat(SharedModel.isOpen(copy)).isFalse();
    }
}

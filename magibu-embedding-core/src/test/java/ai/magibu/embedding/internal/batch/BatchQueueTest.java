package ai.magibu.embedding.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchQueueTest {

    private static final int BUDGET = 100;

    private final GatedModel model = new GatedModel();
    private final BatchQueue queue = shared(290);

    /** Runs a batch when it may; the vector of a text is its first id. */
    private static final class GatedModel implements BatchModel {

        final BlockingQueue<List<Long>> begun = new LinkedBlockingQueue<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final List<Cancellation> cancellations = new CopyOnWriteArrayList<>();
        final Semaphore gate = new Semaphore(0);
        volatile Throwable failure;

        @Override
        public List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation) {
            threads.add(Thread.currentThread());
            cancellations.add(cancellation);
            begun.add(batch.stream().map(text -> text.ids()[0]).toList());
            gate.acquireUninterruptibly();
            Throwable thrown = failure;
            failure = null;
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            return batch.stream().map(text -> new TextVectors(List.of(new float[] {text.ids()[0]}))).toList();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        model.gate.release(10_000);
        queue.terminate();
        assertThat(queue.awaitWorkers(Duration.ofSeconds(10))).isTrue();
    }

    private BatchQueue shared(long maxWaitingTokens) {
        return new BatchQueue("test", new BatchPlanner(BUDGET, new RunCosts(30, true)), model,
                new QueueSettings(true, 1, maxWaitingTokens));
    }

    private BatchQueue separate(int workers) {
        return new BatchQueue("test", new BatchPlanner(BUDGET, new RunCosts(30, true)), model,
                new QueueSettings(false, workers, Long.MAX_VALUE));
    }

    /** @param texts each {id, tokens} */
    private CompletableFuture<CallVectors> call(int[]... texts) {
        return queue.submit(texts(texts), false);
    }

    private static List<TokenizedText> texts(int[]... texts) {
        return Arrays.stream(texts).map(text -> text(text[0], text[1])).toList();
    }

    private static TokenizedText text(int id, int tokens) {
        long[] ids = new long[tokens];
        ids[0] = id;
        return new TokenizedText(ids, 0);
    }

    private static int[][] texts(int firstId, int count, int tokens) {
        return IntStream.range(firstId, firstId + count).mapToObj(id -> new int[] {id, tokens}).toArray(int[][]::new);
    }

    private static float[] vectors(CompletableFuture<CallVectors> call) throws Exception {
        List<TextVectors> vectors = call.get().ofTexts();
        float[] flat = new float[vectors.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = vectors.get(i).single()[0];
        }
        return flat;
    }

    private static Throwable failure(CompletableFuture<CallVectors> call) throws InterruptedException {
        try {
            return new AssertionError("vectors " + call.get().ofTexts());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    // what runs, and where

    @Test
    void callRunsAtOnceOnAThreadOfTheQueue() throws Exception {
        CompletableFuture<CallVectors> call = call(new int[] {1, 10});
        assertThat(model.begun.take()).containsExactly(1L);
        model.gate.release();
        assertThat(vectors(call)).containsExactly(1);
        assertThat(model.threads).allSatisfy(thread -> {
            assertThat(thread.getName()).startsWith("test-");
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void callsThatComeDuringARunShareTheNext() throws Exception {
        CompletableFuture<CallVectors> first = call(new int[] {1, 10});
        model.begun.take();
        CompletableFuture<CallVectors> second = call(new int[] {2, 10}, new int[] {3, 9});
        CompletableFuture<CallVectors> third = call(new int[] {4, 10});
        model.gate.release(2);
        assertThat(vectors(first)).containsExactly(1);
        assertThat(vectors(second)).containsExactly(2, 3);
        assertThat(vectors(third)).containsExactly(4);
        assertThat(model.begun).containsExactly(List.of(2L, 4L, 3L));
    }

    @Test
    void textsOfUnlikeLengthDoNotGoTogether() throws Exception {
        call(new int[] {1, 10});
        assertThat(model.begun.take()).containsExactly(1L);
        call(new int[] {2, 5});
        call(new int[] {3, 90});
        call(new int[] {4, 6});
        model.gate.release(3);
        assertThat(List.of(model.begun.take(), model.begun.take())).containsExactly(List.of(4L, 2L), List.of(3L));
    }

    @Test
    void largeCallHoldsUpASmallOneForOneBatch() throws Exception {
        CompletableFuture<CallVectors> large = call(texts(100, 8, 50)); // four batches
        assertThat(model.begun.take()).containsExactly(100L, 101L);
        CompletableFuture<CallVectors> small = call(new int[] {1, 5});
        model.gate.release();
        assertThat(model.begun.take()).containsExactly(1L);
        model.gate.release();
        assertThat(vectors(small)).containsExactly(1);
        assertThat(model.begun.take()).containsExactly(102L, 103L);
        model.gate.release(3);
        assertThat(vectors(large)).containsExactly(100, 101, 102, 103, 104, 105, 106, 107);
    }

    @Test
    void largeCallsTakeTurns() throws Exception {
        CompletableFuture<CallVectors> one = call(texts(100, 4, 50));
        assertThat(model.begun.take()).containsExactly(100L, 101L);
        CompletableFuture<CallVectors> two = call(texts(200, 4, 90));
        model.gate.release(6);
        assertThat(vectors(one)).containsExactly(100, 101, 102, 103);
        assertThat(vectors(two)).containsExactly(200, 201, 202, 203);
        assertThat(model.begun)
                .containsExactly(List.of(200L), List.of(102L, 103L), List.of(201L), List.of(202L), List.of(203L));
    }

    @Test
    void textLongerThanABatchGoesAlone() throws Exception {
        CompletableFuture<CallVectors> call = call(new int[] {1, 500}, new int[] {2, 500});
        model.gate.release(2);
        assertThat(vectors(call)).containsExactly(1, 2);
        assertThat(model.begun).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void timeSpentWaitingForOthersIsReported() throws Exception {
        CompletableFuture<CallVectors> first = call(new int[] {1, 10});
        model.begun.take();
        CompletableFuture<CallVectors> second = call(new int[] {2, 90});
        Thread.sleep(50);
        model.gate.release();
        vectors(first);
        Thread.sleep(200); // its own run
        model.gate.release();
        assertThat(second.get().waiting()).isBetween(Duration.ofMillis(50), Duration.ofMillis(200));
    }

    @Test
    void separateCallsRunBesideEachOtherAndShareNothing() throws Exception {
        BatchQueue separate = separate(3);
        List<CompletableFuture<CallVectors>> calls = IntStream.rangeClosed(1, 5)
                .mapToObj(id -> separate.submit(texts(new int[] {id, 10}, new int[] {10 * id, 10}), false))
                .toList();
        assertThat(List.of(model.begun.take(), model.begun.take(), model.begun.take()))
                .containsExactlyInAnyOrder(List.of(1L, 10L), List.of(2L, 20L), List.of(3L, 30L));
        assertThat(separate.activity()).isEqualTo(new Activity(3, 2));
        assertThat(model.begun).isEmpty();
        model.gate.release(5);
        for (int id = 1; id <= 5; id++) {
            assertThat(vectors(calls.get(id - 1))).containsExactly(id, 10 * id);
        }
        assertThat(separate.activity()).isEqualTo(new Activity(0, 0));
        separate.terminate();
    }

    @Test
    void separateCallIsPlannedAsAWhole() throws Exception {
        BatchQueue separate = separate(1);
        CompletableFuture<CallVectors> call =
                separate.submit(texts(new int[] {1, 10}, new int[] {2, 50}, new int[] {3, 10}, new int[] {4, 50}), false);
        model.gate.release(2);
        assertThat(vectors(call)).containsExactly(1, 2, 3, 4);
        assertThat(model.begun).containsExactly(List.of(2L, 4L), List.of(1L, 3L));
        separate.terminate();
    }

    // failures

    @Test
    void failureReachesExactlyTheCallsInThatRunAndTheQueueGoesOn() throws Exception {
        for (Throwable failure : List.of(new InferenceException("no memory", null), new IllegalStateException("broken"),
                new OutOfMemoryError("direct"))) {
            CompletableFuture<CallVectors> large = call(texts(100, 4, 50));
            model.begun.take();
            CompletableFuture<CallVectors> together = call(new int[] {1, 5});
            CompletableFuture<CallVectors> alongside = call(new int[] {2, 5});
            CompletableFuture<CallVectors> later = call(new int[] {3, 90});
            model.gate.release();
            assertThat(model.begun.take()).containsExactly(1L, 2L);
            model.failure = failure;
            model.gate.release(3);
            assertThat(failure(together)).isSameAs(failure);
            assertThat(failure(alongside)).isSameAs(failure);
            assertThat(vectors(large)).containsExactly(100, 101, 102, 103);
            assertThat(vectors(later)).containsExactly(3);
            model.begun.clear();
        }
    }

    @Test
    void failedCallIsNotRunFurther() throws Exception {
        CompletableFuture<CallVectors> failing = call(texts(100, 4, 50));
        model.begun.take();
        CompletableFuture<CallVectors> next = call(new int[] {1, 5});
        model.failure = new IllegalStateException("broken");
        model.gate.release(2);
        assertThat(failure(failing)).hasMessage("broken");
        assertThat(vectors(next)).containsExactly(1);
        assertThat(model.begun).containsExactly(List.of(1L));
    }

    // cancelling

    @Test
    void waitingCallThatIsCancelledIsNotRun() throws Exception {
        CompletableFuture<CallVectors> first = call(new int[] {1, 10});
        model.begun.take();
        CompletableFuture<CallVectors> impatient = call(new int[] {2, 10}, new int[] {3, 10});
        CompletableFuture<CallVectors> patient = call(new int[] {4, 10});
        impatient.cancel(false);
        model.gate.release(2);
        assertThat(vectors(first)).containsExactly(1);
        assertThat(vectors(patient)).containsExactly(4);
        assertThat(model.begun).containsExactly(List.of(4L));
    }

    @Test
    void runIsStoppedWhenNobodyWantsItsResult() throws Exception {
        CompletableFuture<CallVectors> first = call(texts(100, 4, 50));
        model.begun.take();
        CompletableFuture<CallVectors> second = call(new int[] {1, 5});
        CompletableFuture<CallVectors> third = call(new int[] {2, 5});
        first.cancel(false);
        assertThat(model.cancellations.get(0).isRequested()).isTrue();
        model.gate.release();
        assertThat(model.begun.take()).containsExactly(1L, 2L);
        second.cancel(false);
        assertThat(model.cancellations.get(1).isRequested()).as("the third call wants it").isFalse();
        third.cancel(false);
        assertThat(model.cancellations.get(1).isRequested()).isTrue();
        model.gate.release();
        assertThat(vectors(releasing(call(new int[] {3, 5})))).containsExactly(3);
        assertThat(model.begun).as("nothing more of the first").containsExactly(List.of(3L));
    }

    private <T> T releasing(T call) {
        model.gate.release();
        return call;
    }

    // overload

    @Test
    void callBeyondTheLimitIsRejected() throws Exception {
        CompletableFuture<CallVectors> running = call(texts(100, 4, 50));
        model.begun.take();
        CompletableFuture<CallVectors> large = call(texts(200, 100, 50)); // counts as one batch of 100 tokens
        CompletableFuture<CallVectors> small = call(texts(300, 3, 33));
        assertThatThrownBy(() -> call(new int[] {1, 102}))
                .isInstanceOfSatisfying(OverloadedException.class, e -> {
                    assertThat(e.waitingTokens()).isEqualTo(199);
                    assertThat(e.limit()).isEqualTo(290);
                })
                .hasMessageContaining("maxWaitingTokens");
        CompletableFuture<CallVectors> fits = call(new int[] {2, 90});
        CompletableFuture<CallVectors> goesOn = queue.submit(texts(new int[] {3, 100}), true);
        assertThat(queue.activity()).isEqualTo(new Activity(1, 4));
        model.gate.release(1000);
        assertThat(vectors(running)).hasSize(4);
        assertThat(vectors(large)).hasSize(100);
        assertThat(vectors(small)).hasSize(3);
        assertThat(vectors(fits)).containsExactly(2);
        assertThat(vectors(goesOn)).containsExactly(3);
    }

    @Test
    void callOfAnySizeIsAcceptedWhenNothingWaits() throws Exception {
        BatchQueue narrow = shared(1);
        CompletableFuture<CallVectors> call = narrow.submit(texts(texts(100, 4, 50)), false);
        model.gate.release(2);
        assertThat(vectors(call)).hasSize(4);
        narrow.terminate();
    }

    // closing

    @Test
    void closingRejectsNewCallsAndFailsWaitingOnesButLetsBegunOnesEnd() throws Exception {
        CompletableFuture<CallVectors> begun = call(texts(100, 4, 50));
        model.begun.take();
        CompletableFuture<CallVectors> waiting = call(new int[] {1, 5});
        CompletableFuture<CallVectors> continued = queue.submit(texts(new int[] {2, 5}), true);
        queue.close();
        assertThat(failure(waiting)).isInstanceOf(EmbedderClosedException.class);
        assertThatThrownBy(() -> call(new int[] {3, 5})).isInstanceOf(EmbedderClosedException.class);
        model.gate.release(10);
        assertThat(vectors(begun)).containsExactly(100, 101, 102, 103);
        assertThat(vectors(continued)).containsExactly(2);
        assertThat(queue.awaitWorkers(Duration.ofSeconds(10))).isTrue();
        assertThat(vectors(queue.submit(texts(new int[] {4, 5}), true))).as("the next window of a call").containsExactly(4);
    }

    @Test
    void terminatingFailsAllCallsAndStopsTheRun() throws Exception {
        CompletableFuture<CallVectors> begun = call(texts(100, 4, 50));
        model.begun.take();
        CompletableFuture<CallVectors> waiting = call(new int[] {1, 5});
        queue.terminate();
        assertThat(failure(begun)).isInstanceOf(EmbedderClosedException.class);
        assertThat(failure(waiting)).isInstanceOf(EmbedderClosedException.class);
        assertThat(model.cancellations.get(0).isRequested()).isTrue();
        assertThat(queue.awaitWorkers(Duration.ofMillis(50))).as("the run has not reacted yet").isFalse();
        assertThatThrownBy(() -> queue.submit(texts(new int[] {2, 5}), true)).isInstanceOf(EmbedderClosedException.class);
        model.gate.release();
        assertThat(queue.awaitWorkers(Duration.ofSeconds(10))).isTrue();
    }
}

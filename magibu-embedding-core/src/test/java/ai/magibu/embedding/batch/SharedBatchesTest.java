package ai.magibu.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.OverloadedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedBatchesTest {

    private static final int BUDGET = 100;

    private final GatedModel model = new GatedModel();
    private final SharedBatches batches = new SharedBatches(new BatchPlanner(BUDGET), model, 290);

    /** Runs a batch when it is let; a text's vector is its first id. */
    private static final class GatedModel implements BatchModel {

        final BlockingQueue<List<Long>> begun = new LinkedBlockingQueue<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final Semaphore gate = new Semaphore(0);
        volatile Throwable failure;

        @Override
        public float[][][] run(List<TokenSequence> batch) {
            threads.add(Thread.currentThread());
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
            return batch.stream().map(text -> new float[][] {{text.ids()[0]}}).toArray(float[][][]::new);
        }
    }

    /** A call on a thread of its own. */
    private final class Caller {

        final Thread thread;
        private final FutureTask<float[]> result;

        /** @param texts each {id, tokens} */
        Caller(int[]... texts) {
            this(() -> batches.run(Arrays.stream(texts).map(text -> text(text[0], text[1])).toList(), false));
        }

        Caller(Callable<BatchRunner.Vectors> call) {
            result = new FutureTask<>(() -> flat(call.call().vectors()));
            thread = new Thread(result);
            thread.start();
        }

        /** Until the call waits for its turn or for the gate. */
        Caller waits() throws InterruptedException {
            while (thread.getState() != Thread.State.WAITING) {
                assertThat(thread.isAlive()).isTrue();
                Thread.sleep(1);
            }
            return this;
        }

        float[] vectors() throws Exception {
            return result.get();
        }

        Throwable failure() throws InterruptedException {
            try {
                return new AssertionError("vectors " + Arrays.toString(result.get()));
            } catch (ExecutionException e) {
                return e.getCause();
            }
        }
    }

    private static TokenSequence text(int id, int tokens) {
        long[] ids = new long[tokens];
        ids[0] = id;
        return TokenSequence.of(ids, 0);
    }

    private static int[][] texts(int firstId, int count, int tokens) {
        return IntStream.range(firstId, firstId + count).mapToObj(id -> new int[] {id, tokens}).toArray(int[][]::new);
    }

    private static float[] flat(float[][][] vectors) {
        float[] flat = new float[vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            flat[i] = vectors[i][0][0];
        }
        return flat;
    }

    // who and what runs

    @Test
    void callRunsAtOnceOnItsOwnThreadWhenTheModelIsIdle() throws Exception {
        Caller caller = new Caller(new int[] {1, 10});
        assertThat(model.begun.take()).containsExactly(1L);
        model.gate.release();
        assertThat(caller.vectors()).containsExactly(1);
        assertThat(model.threads).containsExactly(caller.thread);
    }

    @Test
    void nothingNeedsNoRun() {
        assertThat(batches.run(List.of(), false).vectors()).isEmpty();
        assertThat(model.begun).isEmpty();
    }

    @Test
    void callsThatComeDuringARunShareTheNext() throws Exception {
        Caller first = new Caller(new int[] {1, 10}).waits();
        Caller second = new Caller(new int[] {2, 10}, new int[] {3, 9}).waits();
        Caller third = new Caller(new int[] {4, 10}).waits();
        model.gate.release(2);
        assertThat(first.vectors()).containsExactly(1);
        assertThat(second.vectors()).containsExactly(2, 3);
        assertThat(third.vectors()).containsExactly(4);
        assertThat(model.begun).containsExactly(List.of(1L), List.of(2L, 4L, 3L));
        assertThat(model.threads).containsExactly(first.thread, second.thread);
    }

    @Test
    void textsOfUnlikeLengthDoNotGoTogether() throws Exception {
        new Caller(new int[] {1, 10}).waits();
        new Caller(new int[] {2, 5}).waits();
        new Caller(new int[] {3, 90}).waits();
        new Caller(new int[] {4, 6}).waits();
        model.gate.release(3);
        assertThat(List.of(model.begun.take(), model.begun.take(), model.begun.take()))
                .containsExactly(List.of(1L), List.of(4L, 2L), List.of(3L));
    }

    @Test
    void largeCallHoldsUpASmallOneForOneBatch() throws Exception {
        Caller large = new Caller(texts(100, 8, 50)).waits(); // four batches
        assertThat(model.begun.take()).containsExactly(100L, 101L);
        Caller small = new Caller(new int[] {1, 5}).waits();
        model.gate.release();
        assertThat(model.begun.take()).containsExactly(1L);
        model.gate.release();
        assertThat(small.vectors()).containsExactly(1);
        assertThat(model.begun.take()).containsExactly(102L, 103L);
        model.gate.release(3);
        assertThat(large.vectors()).containsExactly(100, 101, 102, 103, 104, 105, 106, 107);
        assertThat(model.threads).containsOnly(large.thread);
    }

    @Test
    void largeCallsTakeTurns() throws Exception {
        Caller one = new Caller(texts(100, 4, 50)).waits();
        Caller two = new Caller(texts(200, 4, 90)).waits();
        model.gate.release(6);
        assertThat(one.vectors()).containsExactly(100, 101, 102, 103);
        assertThat(two.vectors()).containsExactly(200, 201, 202, 203);
        assertThat(model.begun)
                .containsExactly(
                        List.of(100L, 101L), List.of(200L), List.of(102L, 103L), List.of(201L), List.of(202L), List.of(203L));
        assertThat(model.threads).containsExactly(
                one.thread, one.thread, one.thread, two.thread, two.thread, two.thread);
    }

    @Test
    void textLongerThanABatchGoesAlone() throws Exception {
        Caller caller = new Caller(new int[] {1, 500}, new int[] {2, 500});
        model.gate.release(2);
        assertThat(caller.vectors()).containsExactly(1, 2);
        assertThat(model.begun).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void timeSpentWaitingForOthersIsTold() throws Exception {
        Caller first = new Caller(new int[] {1, 10}).waits();
        FutureTask<Duration> waiting = new FutureTask<>(() -> batches.run(List.of(text(2, 90)), false).waiting());
        Thread second = new Thread(waiting);
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        Thread.sleep(50);
        model.gate.release();
        first.vectors();
        Thread.sleep(200); // its own run
        model.gate.release();
        assertThat(waiting.get()).isBetween(Duration.ofMillis(50), Duration.ofMillis(200));
    }

    // failures

    @Test
    void failureReachesExactlyTheCallsInThatRun() throws Exception {
        Caller leader = new Caller(texts(100, 4, 50)).waits();
        Caller together = new Caller(new int[] {1, 5}).waits();
        Caller alongside = new Caller(new int[] {2, 5}).waits();
        Caller later = new Caller(new int[] {3, 90}).waits();
        model.begun.take();
        model.gate.release();
        assertThat(model.begun.take()).containsExactly(1L, 2L);
        InferenceException failure = new InferenceException("no memory", null);
        model.failure = failure;
        model.gate.release(3);
        for (Caller caller : List.of(together, alongside)) {
            assertThat(caller.failure()).isInstanceOf(InferenceException.class).hasCause(failure).hasMessageContaining("no memory");
        }
        assertThat(leader.vectors()).containsExactly(100, 101, 102, 103);
        assertThat(later.vectors()).containsExactly(3);
    }

    @Test
    void failureOfTheLeadersOwnTextsIsThrownAsItIsAndTheLineGoesOn() throws Exception {
        for (Throwable failure : List.of(new IllegalStateException("broken"), new OutOfMemoryError("direct buffers"))) {
            Caller leader = new Caller(texts(100, 4, 50)).waits();
            Caller next = new Caller(new int[] {1, 5}).waits();
            model.failure = failure;
            model.gate.release(2);
            assertThat(leader.failure()).isSameAs(failure);
            assertThat(next.vectors()).containsExactly(1);
        }
        assertThat(model.begun).containsExactly(List.of(100L, 101L), List.of(1L), List.of(100L, 101L), List.of(1L));
    }

    // interrupts

    @Test
    void interruptedWaiterLeavesAtOnceAndItsTextsAreNotRun() throws Exception {
        Caller first = new Caller(new int[] {1, 10}).waits();
        boolean[] flag = new boolean[1];
        Caller impatient = new Caller(() -> {
            try {
                return batches.run(List.of(text(2, 10), text(3, 10)), false);
            } finally {
                flag[0] = Thread.currentThread().isInterrupted();
            }
        });
        impatient.waits();
        Caller patient = new Caller(new int[] {4, 10}).waits();
        impatient.thread.interrupt();
        assertThat(impatient.failure()).isInstanceOf(EncodeInterruptedException.class).hasMessageContaining("2 of 2 texts");
        assertThat(flag[0]).isTrue();
        model.gate.release(2);
        assertThat(first.vectors()).containsExactly(1);
        assertThat(patient.vectors()).containsExactly(4);
        assertThat(model.begun).containsExactly(List.of(1L), List.of(4L));
    }

    @Test
    void interruptedWaiterOfARunningBatchLeavesAtOnceToo() throws Exception {
        Caller leader = new Caller(texts(100, 4, 50)).waits();
        Caller impatient = new Caller(new int[] {1, 5}).waits();
        Caller patient = new Caller(new int[] {2, 5}).waits();
        model.begun.take();
        model.gate.release();
        assertThat(model.begun.take()).containsExactly(1L, 2L);
        impatient.thread.interrupt();
        assertThat(impatient.failure()).isInstanceOf(EncodeInterruptedException.class);
        model.gate.release(2);
        assertThat(patient.vectors()).containsExactly(2);
        assertThat(leader.vectors()).hasSize(4);
    }

    @Test
    void interruptedLeaderStopsAfterItsRunAndTheNextLeads() throws Exception {
        Caller leader = new Caller(texts(100, 4, 50)).waits();
        Caller next = new Caller(new int[] {1, 5}).waits();
        leader.thread.interrupt();
        model.gate.release(2);
        assertThat(leader.failure()).isInstanceOf(EncodeInterruptedException.class).hasMessageContaining("2 of 4 texts");
        assertThat(next.vectors()).containsExactly(1);
        assertThat(model.begun).containsExactly(List.of(100L, 101L), List.of(1L));
        assertThat(model.threads).containsExactly(leader.thread, next.thread);
    }

    @Test
    void interruptAfterTheLastRunChangesNothing() throws Exception {
        Caller leader = new Caller(new int[] {1, 5}).waits();
        leader.thread.interrupt();
        model.gate.release();
        assertThat(leader.vectors()).containsExactly(1);
    }

    @Test
    void callOfAnInterruptedThreadIsNotRun() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> batches.run(List.of(text(1, 5)), false)).isInstanceOf(EncodeInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(model.begun).isEmpty();
    }

    // overload

    @Test
    void callBeyondTheLimitIsRefused() throws Exception {
        Caller running = new Caller(texts(100, 4, 50)).waits();
        Caller large = new Caller(texts(200, 100, 50)).waits(); // counts as one batch of 100 tokens
        Caller small = new Caller(texts(300, 3, 33)).waits();
        assertThatThrownBy(() -> batches.run(List.of(text(1, 102)), false))
                .isInstanceOfSatisfying(OverloadedException.class, e -> {
                    assertThat(e.waitingTokens()).isEqualTo(199);
                    assertThat(e.limit()).isEqualTo(290);
                })
                .hasMessageContaining("maxWaitingTokens");
        Caller fits = new Caller(new int[] {2, 90}).waits();
        Caller goesOn = new Caller(() -> batches.run(List.of(text(3, 100)), true)).waits();
        model.gate.release(1000);
        assertThat(running.vectors()).hasSize(4);
        assertThat(large.vectors()).hasSize(100);
        assertThat(small.vectors()).hasSize(3);
        assertThat(fits.vectors()).containsExactly(2);
        assertThat(goesOn.vectors()).containsExactly(3);
    }

    @Test
    void callOfAnySizeIsAcceptedWhenNothingWaits() throws Exception {
        Caller running = new Caller(new int[] {1, 5}).waits();
        SharedBatches narrow = new SharedBatches(new BatchPlanner(BUDGET), model, 1);
        Caller other = new Caller(() -> narrow.run(Arrays.stream(texts(100, 4, 50)).map(t -> text(t[0], t[1])).toList(), false));
        model.gate.release(3);
        assertThat(running.vectors()).containsExactly(1);
        assertThat(other.vectors()).hasSize(4);
    }
}

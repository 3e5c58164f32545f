package ai.magibu.embedding.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchSchedulerTest {

    private final CountDownLatch bulkMayEnd = new CountDownLatch(1);
    private final CountDownLatch bulkRuns = new CountDownLatch(1);
    private final BatchScheduler scheduler = BatchScheduler.shared("test", new BatchPlanner(100, new RunCosts(30, true)), this::run, 1000);

    /** Bulk texts are those of 50 tokens. */
    private List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation) {
        if (batch.get(0).length() == 50) {
            bulkRuns.countDown();
            try {
                bulkMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return batch.stream().map(text -> new TextVectors(List.of(new float[] {text.length()}))).toList();
    }

    @AfterEach
    void end() throws InterruptedException {
        bulkMayEnd.countDown();
        assertThat(scheduler.terminate(Duration.ofSeconds(10))).isTrue();
    }

    private static List<TokenizedText> texts(int count, int tokens) {
        return Collections.nCopies(count, new TokenizedText(new long[tokens], 0));
    }

    @Test
    void callOfOneBatchDoesNotWaitForALargerOne() throws Exception {
        CompletableFuture<CallVectors> bulk = scheduler.submit(texts(10, 50), false);
        bulkRuns.await();
        assertThat(scheduler.submit(texts(10, 10), false).get().ofTexts().get(9).single()).containsExactly(10);
        assertThat(bulk.isDone()).isFalse();
        bulkMayEnd.countDown();
        assertThat(bulk.get().ofTexts().get(9).single()).containsExactly(50);
    }

    @Test
    void restOfALargeCallStaysWithTheLarge() throws Exception {
        scheduler.submit(texts(10, 50), false);
        bulkRuns.await();
        CompletableFuture<CallVectors> rest = scheduler.submit(texts(1, 10), true);
        Thread.sleep(50);
        assertThat(rest.isDone()).isFalse();
        bulkMayEnd.countDown();
        assertThat(rest.get().ofTexts().get(0).single()).containsExactly(10);
    }

    @Test
    void nothingNeedsNoRun() {
        assertThat(scheduler.submit(List.of(), false).join().ofTexts()).isEmpty();
    }
}

package ai.magibu.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {

    private final CountDownLatch bulkMayEnd = new CountDownLatch(1);
    private final CountDownLatch bulkRuns = new CountDownLatch(1);
    private final Lanes lanes = new Lanes(new BatchPlanner(100), this::run, 1000);

    /** Bulk texts are those of 50 tokens. */
    private float[][][] run(List<TokenSequence> batch) {
        if (batch.get(0).length() == 50) {
            bulkRuns.countDown();
            try {
                bulkMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return batch.stream().map(text -> new float[][] {{text.length()}}).toArray(float[][][]::new);
    }

    private static List<TokenSequence> texts(int count, int tokens) {
        return Collections.nCopies(count, TokenSequence.of(new long[tokens], 0));
    }

    @Test
    void callOfOneBatchDoesNotWaitForALargerOne() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Future<BatchRunner.Vectors> bulk = callers.submit(() -> lanes.run(texts(10, 50), false));
            bulkRuns.await();
            assertThat(lanes.run(texts(10, 10), false).of(9)[0]).containsExactly(10);
            assertThat(bulk.isDone()).isFalse();
            bulkMayEnd.countDown();
            assertThat(bulk.get().of(9)[0]).containsExactly(50);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void restOfALargeCallStaysWithTheLarge() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            callers.submit(() -> lanes.run(texts(10, 50), false));
            bulkRuns.await();
            Future<BatchRunner.Vectors> rest = callers.submit(() -> lanes.run(texts(1, 10), true));
            Thread.sleep(50);
            assertThat(rest.isDone()).isFalse();
            bulkMayEnd.countDown();
            assertThat(rest.get().of(0)[0]).containsExactly(10);
        } finally {
            callers.shutdownNow();
        }
    }
}

package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Two queues for one model: calls that fit into one batch, and larger ones, so that a query does not wait for bulk work. Safe for
 * concurrent use.
 */
public final class BatchScheduler {

    private static final int FEWEST_OWN_BATCHES = 4;

    private final int maxBatchTokens;
    private final BatchQueue small;
    private final BatchQueue large;

    private BatchScheduler(String name, BatchPlanner planner, BatchModel model, QueueSettings settings) {
        this.maxBatchTokens = planner.maxBatchTokens();
        this.small = new BatchQueue(name + "-small", planner, model, settings);
        this.large = new BatchQueue(name + "-large", planner, model, settings);
    }

    /**
     * Returns a scheduler whose calls share batches. Each queue runs one batch at a time.
     *
     * @param name the prefix of the threads' names
     * @param maxWaitingTokens the limit of each queue: a call that would make more tokens wait for their next batch is rejected, unless
     *     none wait
     */
    public static BatchScheduler shared(String name, BatchPlanner planner, BatchModel model, long maxWaitingTokens) {
        return new BatchScheduler(name, planner, model, new QueueSettings(true, 1, maxWaitingTokens));
    }

    /**
     * Returns a scheduler whose calls have their own batches, which run at the same time as those of other calls. No call is rejected.
     *
     * @param name the prefix of the threads' names
     */
    public static BatchScheduler separate(String name, BatchPlanner planner, BatchModel model) {
        int workers = Math.max(FEWEST_OWN_BATCHES, Runtime.getRuntime().availableProcessors());
        return new BatchScheduler(name, planner, model, new QueueSettings(false, workers, Long.MAX_VALUE));
    }

    /**
     * Queues texts. The future completes on a thread that runs batches, so what depends on it must be brief.
     *
     * @param continued whether texts of the same call have run before: such a call is not rejected because too much waits
     * @return the vectors; cancelling it gives the texts up, and stops the run if no other call needs it
     * @throws ai.magibu.embedding.api.OverloadedException if too many tokens of other calls wait already
     * @throws ai.magibu.embedding.api.EmbedderClosedException after {@link #close}, if not continued, and after {@link #terminate}
     */
    public CompletableFuture<CallVectors> submit(List<TokenizedText> texts, boolean continued) {
        if (texts.isEmpty()) {
            return CompletableFuture.completedFuture(new CallVectors(List.of(), Duration.ZERO));
        }
        boolean isLarge = continued || texts.stream().mapToLong(TokenizedText::length).sum() > maxBatchTokens;
        return (isLarge ? large : small).submit(texts, continued);
    }

    /** Returns the number of calls at this moment. */
    public Activity activity() {
        Activity ofSmall = small.activity();
        Activity ofLarge = large.activity();
        return new Activity(ofSmall.running() + ofLarge.running(), ofSmall.waiting() + ofLarge.waiting());
    }

    /** Rejects calls from now on and fails those of which nothing has run. The others continue. */
    public void close() {
        small.close();
        large.close();
    }

    /**
     * Fails all calls, stops what runs, and waits for its end.
     *
     * @return whether nothing is running
     */
    public boolean terminate(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        small.terminate();
        large.terminate();
        return small.awaitWorkers(timeout) && large.awaitWorkers(timeout.minusNanos(System.nanoTime() - start));
    }
}

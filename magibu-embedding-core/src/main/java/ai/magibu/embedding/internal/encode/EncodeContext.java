package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.internal.batch.BatchScheduler;
import ai.magibu.embedding.internal.batch.CallVectors;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * The state that the calls of one embedder share.
 *
 * @param maxTokens the most tokens of a text
 * @param maxBatchTokens the most padded tokens of a batch
 * @param threads the threads that tokenize
 * @param terminated whether all calls are given up
 */
record EncodeContext(
        ModelConfig config,
        TextTokenizer tokenizer,
        BatchScheduler scheduler,
        int maxTokens,
        int maxBatchTokens,
        Listeners listeners,
        Executor threads,
        BooleanSupplier terminated) {

    /**
     * A call begins, for the listeners.
     *
     * @param texts the number of its texts
     * @param unit the things that have an embedding each: texts or chunks
     */
    Recording record(int texts, String unit) {
        return new Recording(listeners.started(texts), texts, unit, maxTokens);
    }

    /** Queues the texts of a group; the future completes on a thread that runs the model. */
    CompletableFuture<CallVectors> submit(TextGroup group) {
        return scheduler.submit(group.texts(), group.first() > 0);
    }
}

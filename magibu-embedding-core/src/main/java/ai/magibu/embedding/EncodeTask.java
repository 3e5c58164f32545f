package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.internal.batch.BatchScheduler;
import ai.magibu.embedding.internal.batch.BatchVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the model: one window of texts after the other. No thread waits for it; each step starts on the
 * thread that ended the one before.
 */
final class EncodeTask {

    private final TextWindows windows;
    private final BatchScheduler scheduler;
    private final EncodeRequest request;

    private final List<Embedding> embeddings;
    private Duration waiting = Duration.ZERO;

    private final CompletableFuture<EncodeResult> result = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<BatchVectors> running;

    private EncodeTask(TextWindows windows, BatchScheduler scheduler, EncodeRequest request, int texts) {
        this.windows = windows;
        this.scheduler = scheduler;
        this.request = request;
        this.embeddings = new ArrayList<>(texts);
    }

    /**
     * Starts a call.
     *
     * @return the embeddings, or the failure of any of its texts; once it is completed from outside (cancelled, for example), the
     *     rest of the call is given up and its run is stopped
     */
    static CompletableFuture<EncodeResult> start(
            TextWindows windows, BatchScheduler scheduler, EncodeRequest request, int texts) {
        EncodeTask task = new EncodeTask(windows, scheduler, request, texts);
        task.result.whenComplete((done, failure) -> task.stop());
        task.tokenizeNext();
        return task.result;
    }

    private void tokenizeNext() {
        try {
            if (windows.read()) {
                windows.next().whenComplete(this::run);
            } else {
                result.complete(new EncodeResult(embeddings, waiting));
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void run(@Nullable TextWindow window, @Nullable Throwable failure) {
        if (result.isDone()) {
            return;
        }
        if (window == null) {
            result.completeExceptionally(failure);
            return;
        }
        if (window.refusal() != null) {
            result.completeExceptionally(window.refusal());
            return;
        }
        try {
            CompletableFuture<BatchVectors> vectors = scheduler.submit(window.sequences(), window.first() > 0);
            running = vectors;
            if (result.isDone()) { // since the first line of this method
                stop();
            }
            vectors.whenComplete((values, thrown) -> collect(window, values, thrown));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void stop() {
        windows.cancel();
        CompletableFuture<BatchVectors> current = running;
        if (current != null) {
            current.cancel(false);
        }
    }

    private void collect(TextWindow window, @Nullable BatchVectors vectors, @Nullable Throwable failure) {
        if (vectors == null) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            embeddings.addAll(window.embeddings(vectors, request.matryoshka()));
            waiting = waiting.plus(vectors.waiting());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
        }
        tokenizeNext();
    }
}

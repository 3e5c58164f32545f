package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.internal.batch.CallVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call for which no thread waits. Each group of texts is tokenized on a thread of the pool, and the next one starts when the
 * model has run the one before.
 */
final class EncodeTask {

    private final ReadAhead groups;
    private final EncodeContext context;
    private final Matryoshka matryoshka;

    private final CompletableFuture<EncodeResult> result = new CompletableFuture<>();
    private final List<EncodeResult> encoded = new ArrayList<>();
    private volatile @Nullable CompletableFuture<CallVectors> running;

    private EncodeTask(ReadAhead groups, EncodeContext context, Matryoshka matryoshka) {
        this.groups = groups;
        this.context = context;
        this.matryoshka = matryoshka;
    }

    /**
     * Starts a call.
     *
     * @return the embeddings, or the failure of any of its texts; once it is completed from outside (cancelled, for example), the
     *     rest of the call is given up and its run is stopped
     */
    static CompletableFuture<EncodeResult> start(ReadAhead groups, EncodeContext context, Matryoshka matryoshka) {
        EncodeTask task = new EncodeTask(groups, context, matryoshka);
        task.result.whenComplete((done, failure) -> task.stop());
        task.proceed();
        return task.result;
    }

    private void proceed() {
        try {
            if (groups.hasNext()) {
                context.threads().execute(this::runNext);
            } else {
                result.complete(EncodeResult.joined(encoded));
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void runNext() {
        if (result.isDone()) {
            return;
        }
        try {
            TextGroup group = groups.next().orThrow();
            CompletableFuture<CallVectors> vectors = context.submit(group);
            running = vectors;
            if (result.isDone()) { // since the first line of this method
                stop();
            }
            vectors.whenComplete((values, failure) -> collect(group, values, failure));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void stop() {
        groups.close();
        CompletableFuture<CallVectors> current = running;
        if (current != null) {
            current.cancel(false);
        }
    }

    private void collect(TextGroup group, @Nullable CallVectors vectors, @Nullable Throwable failure) {
        if (vectors == null) {
            result.completeExceptionally(failure);
            return;
        }
        try {
            encoded.add(EncodeResult.of(group.texts(), vectors, matryoshka));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
            return;
        }
        proceed();
    }
}

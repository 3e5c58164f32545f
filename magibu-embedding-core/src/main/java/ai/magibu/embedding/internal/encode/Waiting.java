package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.MagibuException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for futures, and translates their failures. */
final class Waiting {

    private Waiting() {}

    /**
     * Waits for a future. An interrupt cancels it.
     *
     * @param texts the number of texts in the call
     * @throws EncodeInterruptedException if the thread is interrupted; its interrupt flag is set again
     */
    static <T> T on(Future<T> future, int texts) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new EncodeInterruptedException(texts);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        }
    }

    /** Returns the result of a completed future, or throws its failure; exactly one of both is null. */
    static <T> T result(@Nullable T result, @Nullable Throwable failure) {
        if (failure != null) {
            throw failure(failure);
        }
        return Objects.requireNonNull(result);
    }

    /** Returns a documented exception for a failure on another thread, with a stack trace that leads to the call. */
    private static RuntimeException failure(Throwable thrown) {
        Throwable failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof InferenceException) {
            return new InferenceException(Objects.requireNonNull(failure.getMessage()), failure);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof MagibuException || failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
            return (RuntimeException) failure;
        }
        return new InferenceException("the run failed: " + failure, failure);
    }
}

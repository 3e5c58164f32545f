package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.api.InferenceException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A barrier for the threads of a run, which meet a hundred times in milliseconds: they wait actively at first. A thread that fails
 * releases the others.
 */
final class Rendezvous {

    /** About as long as the steps of equal threads differ. */
    private static final int ACTIVE_ROUNDS = 10_000;

    private static final long NAP_NANOS = 50_000;

    private final int parties;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile int meeting;

    Rendezvous(int parties) {
        this.parties = parties;
    }

    /**
     * Waits until all threads are here.
     *
     * @throws InferenceException if another thread has failed
     */
    void meet() {
        int current = meeting;
        if (arrived.incrementAndGet() == parties) {
            arrived.set(0);
            meeting = current + 1;
            return;
        }
        for (int round = 0; meeting == current; round++) {
            if (failure.get() != null) {
                throw new InferenceException("another thread of the run has failed", null);
            }
            if (round < ACTIVE_ROUNDS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
    }

    /** Releases all that wait, with a failure. The first failure counts. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    /** @throws InferenceException if a thread has failed: its own exception, if it is one */
    void requireNoFailure() {
        Throwable cause = failure.get();
        if (cause instanceof InferenceException known) {
            throw known;
        }
        if (cause != null) {
            throw new InferenceException("the run failed: " + cause, cause);
        }
    }
}

package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.EncodeInterruptedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Counts the calls of something that can be closed. Safe for concurrent use. */
public final class Lifecycle {

    private static final int MOST_CALLS = Integer.MAX_VALUE;

    private final Supplier<IllegalStateException> closedException;
    /** Each call holds one. */
    private final Semaphore permits = new Semaphore(MOST_CALLS);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean terminated;

    /** @param closedException the exception of a call after {@link #close} */
    public Lifecycle(Supplier<IllegalStateException> closedException) {
        this.closedException = closedException;
    }

    /** @throws IllegalStateException after {@link #close} */
    public <T> T whileOpen(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            exit();
        }
    }

    /**
     * Does the same for work that may take long.
     *
     * @param work asks its argument now and then, and throws an {@link EncodeInterruptedException} once that returns true: after
     *     {@link #terminate}, or when the thread is interrupted
     * @throws IllegalStateException after {@link #close}, or if the work was ended by {@link #terminate}
     */
    public <T> T whileOpen(Function<BooleanSupplier, T> work) {
        enter();
        try {
            return work.apply(() -> terminated || Thread.currentThread().isInterrupted());
        } catch (EncodeInterruptedException e) {
            throw terminated ? closedException.get() : e;
        } finally {
            exit();
        }
    }

    /**
     * Begins a call, which {@link #exit} ends.
     *
     * @throws IllegalStateException after {@link #close}
     */
    void enter() {
        boolean entered = permits.tryAcquire();
        if (entered && !closed.get()) { // in this order: a call that close does not see sees close
            return;
        }
        if (entered) {
            permits.release();
        }
        throw closedException.get();
    }

    void exit() {
        permits.release();
    }

    /** Rejects calls from now on; returns whether this was the first time. */
    public boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Lets running calls end early. */
    void terminate() {
        terminated = true;
    }

    boolean isTerminated() {
        return terminated;
    }

    /** Waits, after {@link #close}, for the calls that are running; returns whether they have ended. */
    boolean awaitCalls(Duration timeout) throws InterruptedException {
        boolean ended = permits.tryAcquire(MOST_CALLS, TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        if (ended) {
            permits.release(MOST_CALLS);
        }
        return ended;
    }

    /** Waits, after {@link #close}, for the calls that are running, however long they take. */
    public void awaitCalls() {
        permits.acquireUninterruptibly(MOST_CALLS);
        permits.release(MOST_CALLS);
    }
}

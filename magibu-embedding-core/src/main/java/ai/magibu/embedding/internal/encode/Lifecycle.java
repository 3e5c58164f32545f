package ai.magibu.embedding.internal.encode;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Counts the calls of something that can be closed. Safe for concurrent use. */
public final class Lifecycle {

    private final Supplier<IllegalStateException> closedException;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lastCallEnded = lock.newCondition();
    private int calls;
    private boolean closed;

    /** @param closedException what a call gets after {@link #close} */
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
     * A call begins; {@link #exit} must follow.
     *
     * @throws IllegalStateException after {@link #close}
     */
    void enter() {
        lock.lock();
        try {
            if (closed) {
                throw closedException.get();
            }
            calls++;
        } finally {
            lock.unlock();
        }
    }

    void exit() {
        lock.lock();
        try {
            calls--;
            if (calls == 0) {
                lastCallEnded.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Refuses calls from now on.
     *
     * @return whether this was the first time
     */
    public boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the calls that are running.
     *
     * @return whether they have ended
     */
    boolean awaitCalls(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout); // which a long timeout does not exceed
        lock.lock();
        try {
            while (calls > 0 && left > 0) {
                left = lastCallEnded.awaitNanos(left);
            }
            return calls == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the calls that are running, however long they take. */
    public void awaitCalls() {
        lock.lock();
        try {
            while (calls > 0) {
                lastCallEnded.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}

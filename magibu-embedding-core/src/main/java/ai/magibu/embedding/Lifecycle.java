package ai.magibu.embedding;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Open until closed: closing waits for what runs, and what comes later is refused. */
final class Lifecycle {

    private final String name;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean closing;
    private boolean closed;

    /** @param name of what is open, for the message */
    Lifecycle(String name) {
        this.name = name;
    }

    /** @throws IllegalStateException once {@link #close} was called */
    <T> T whileOpen(Supplier<T> work) {
        if (closing && lock.getReadHoldCount() == 0) { // else it would queue behind close(), which may wait long
            throw isClosed();
        }
        lock.readLock().lock();
        try {
            if (closed) {
                throw isClosed();
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private IllegalStateException isClosed() {
        return new IllegalStateException("this " + name + " is closed");
    }

    /**
     * Runs the release once, when nothing else runs any more.
     *
     * @throws IllegalStateException from within {@link #whileOpen}, which it would wait for without end
     */
    void close(Runnable release) {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException("this " + name + " cannot be closed from within one of its calls");
        }
        closing = true;
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}

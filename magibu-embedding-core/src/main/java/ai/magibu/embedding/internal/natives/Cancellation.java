package ai.magibu.embedding.internal.natives;

import org.jspecify.annotations.Nullable;

/** Stops one run of the model from another thread. */
public final class Cancellation {

    private @Nullable Runnable stop;
    private boolean requested;

    /** Stops the run, or keeps it from starting. Has no effect after the run. */
    public synchronized void request() {
        requested = true;
        if (stop != null) {
            stop.run();
        }
    }

    /** The run begins: {@code newStop} stops it, and runs at once if that was requested before. */
    synchronized void begin(Runnable newStop) {
        stop = newStop;
        if (requested) {
            stop.run();
        }
    }

    /** The run has ended: from now on nothing is stopped. */
    synchronized void end() {
        stop = null;
    }

    public synchronized boolean isRequested() {
        return requested;
    }
}

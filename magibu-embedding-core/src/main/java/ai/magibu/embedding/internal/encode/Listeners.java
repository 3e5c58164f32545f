package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies all listeners and never throws. Safe for concurrent use. */
final class Listeners implements EncodeListener {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<EncodeListener> listeners;
    /** The threads that are in a listener now. */
    private final Set<Thread> notifying = ConcurrentHashMap.newKeySet();

    Listeners(List<EncodeListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public EncodeCall started(int texts) {
        Deque<EncodeCall> calls = new ArrayDeque<>(listeners.size()); // the last to begin comes first
        for (EncodeListener listener : listeners) {
            guard(listener, () -> calls.push(Objects.requireNonNull(listener.started(texts), "started gave null")));
        }
        return new Calls(calls);
    }

    @Override
    public void batchRan(BatchRun run) {
        for (EncodeListener listener : listeners) {
            guard(listener, () -> listener.batchRan(run));
        }
    }

    /** Returns whether the current thread is in a listener. */
    boolean isNotifying() {
        return notifying.contains(Thread.currentThread());
    }

    private final class Calls implements EncodeCall {

        private final Iterable<EncodeCall> calls;

        Calls(Iterable<EncodeCall> calls) {
            this.calls = calls;
        }

        @Override
        public void succeeded(EncodeSummary summary) {
            for (EncodeCall call : calls) {
                guard(call, () -> call.succeeded(summary));
            }
        }

        @Override
        public void failed(Throwable failure) {
            for (EncodeCall call : calls) {
                guard(call, () -> call.failed(failure));
            }
        }
    }

    private void guard(Object listener, Runnable notification) {
        boolean outermost = notifying.add(Thread.currentThread());
        try {
            notification.run();
        } catch (Throwable e) { // an error too: the embeddings are there and must reach the caller
            log.warn("{} failed", listener.getClass().getName(), e);
        } finally {
            if (outermost) {
                notifying.remove(Thread.currentThread());
            }
        }
    }
}

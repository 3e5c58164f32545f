package ai.magibu.onednn.internal.encoder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The workers of a session. A run takes those that are idle, and leaves some to the runs that wait. Safe for concurrent use. */
final class Crew implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition returned = lock.newCondition();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private int waiting;

    Crew(int size, Supplier<Worker> newWorker) {
        for (int i = 0; i < size; i++) {
            idle.add(newWorker.get());
        }
    }

    /** Waits until there is an idle worker, and returns up to {@code most}. {@link #giveBack} must follow. */
    List<Worker> take(int most) {
        lock.lock();
        try {
            waiting++;
            while (idle.isEmpty()) {
                returned.awaitUninterruptibly();
            }
            int count = Math.max(1, Math.min(most, idle.size() / waiting));
            waiting--;
            List<Worker> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                taken.add(idle.removeFirst()); // the same ones again, whose memory has the right size
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(List<Worker> workers) {
        lock.lock();
        try {
            for (int i = workers.size() - 1; i >= 0; i--) {
                idle.addFirst(workers.get(i));
            }
            returned.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        idle.forEach(Worker::close);
        idle.clear();
    }
}

package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.embedding.internal.batch.Batch.Row;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for the model, and the threads that run it. Callers get a future and never run a batch themselves.
 *
 * <p>The first call in the queue gets one batch. If it has texts left, it then moves to the end of the queue. If calls share
 * batches, the batch holds the first waiting text of that call, together with the texts of any call that suit it best.
 *
 * <p>A batch is stopped when no caller waits for its result any more.
 */
final class BatchQueue {

    private final String name;
    private final BatchPlanner planner;
    private final BatchModel model;
    private final QueueSettings settings;

    /** Guards everything below, and the state of every call. Never held while the model runs or a future completes. */
    private final ReentrantLock lock = new ReentrantLock();
    /** A call has texts for a batch, or the queue is closed. */
    private final Condition work = lock.newCondition();
    /** A worker has ended. */
    private final Condition workerEnded = lock.newCondition();
    /** The calls with texts for a batch. */
    private final Set<BatchCall> queue = new LinkedHashSet<>();

    private final Set<Batch> running = new LinkedHashSet<>();
    private int workers;
    private int idleWorkers;
    private int workersStarted;
    private boolean closing;
    private boolean terminated;

    /** @param name the prefix of the threads' names */
    BatchQueue(String name, BatchPlanner planner, BatchModel model, QueueSettings settings) {
        this.name = name;
        this.planner = planner;
        this.model = model;
        this.settings = settings;
    }

    /**
     * Queues texts, at least one. The future completes on a worker's thread, so what depends on it must be brief.
     *
     * @param continued whether texts of the same call have run before: such a call is not rejected because too much waits
     * @return the vectors; cancelling it gives the texts up
     * @throws OverloadedException if too many tokens of other calls wait already
     * @throws EmbedderClosedException after {@link #close}, if not continued, and after {@link #terminate}
     */
    CompletableFuture<CallVectors> submit(List<TokenizedText> texts, boolean continued) {
        List<int[]> plan = settings.shared() ? List.of() : planner.planTexts(texts);
        BatchCall call = new BatchCall(texts, continued, plan);
        lock.lock();
        try {
            if (terminated || closing && !continued) {
                throw new EmbedderClosedException();
            }
            if (!continued) {
                admit(call);
            }
            queue.add(call);
            if (queue.size() > idleWorkers && workers < settings.workers()) {
                startWorker(call);
            } else {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        call.result.whenComplete((vectors, failure) -> {
            if (call.result.isCancelled()) {
                giveUp(call);
            }
        });
        return call.result;
    }

    private void leave(BatchCall call) {
        call.waiting.clear();
        queue.remove(call);
    }

    private void admit(BatchCall call) {
        int most = planner.maxBatchTokens();
        long others = queue.stream().mapToLong(other -> other.tokensOfNextBatch(most)).sum();
        if (others > 0 && others + call.tokensOfNextBatch(most) > settings.maxWaitingTokens()) {
            throw new OverloadedException(others, settings.maxWaitingTokens());
        }
    }

    private void giveUp(BatchCall call) {
        List<Batch> useless;
        lock.lock();
        try {
            leave(call);
            useless = running.stream()
                    .filter(batch -> batch.calls.stream().allMatch(other -> other.result.isDone()))
                    .toList();
        } finally {
            lock.unlock();
        }
        useless.forEach(batch -> batch.cancellation.request());
    }

    /** Returns the number of calls with a batch in the model, and of those that only wait. */
    Activity activity() {
        lock.lock();
        try {
            Set<BatchCall> inModel = running.stream().flatMap(batch -> batch.calls.stream()).collect(Collectors.toSet());
            long waiting = queue.stream().filter(call -> !inModel.contains(call)).count();
            return new Activity(inModel.size(), (int) waiting);
        } finally {
            lock.unlock();
        }
    }

    // workers

    private void startWorker(BatchCall call) {
        workersStarted++;
        // without the creator's thread locals and class loader, which would live as long as the worker
        Thread worker = new Thread(null, this::work, name + "-" + workersStarted, 0, false);
        worker.setContextClassLoader(BatchQueue.class.getClassLoader());
        worker.setDaemon(true);
        workers++;
        try {
            worker.start();
        } catch (Throwable e) { // the process may start no more threads
            workers--;
            if (workers == 0) {
                leave(call);
                throw e;
            }
        }
    }

    private void work() {
        while (true) {
            Batch batch;
            try {
                batch = next();
            } catch (Throwable e) { // no memory to choose a batch: the worker must outlive that
                fail(queue, null, e);
                continue;
            }
            if (batch == null) {
                return;
            }
            List<TextVectors> vectors = List.of();
            Throwable failure = null;
            try {
                vectors = model.run(batch.texts(), batch.cancellation);
            } catch (Throwable e) { // errors too: they belong to the calls
                failure = e;
            }
            try {
                end(batch, vectors, failure);
            } catch (Throwable e) {
                fail(batch.calls, batch, e);
            }
        }
    }

    private void fail(Set<BatchCall> calls, @Nullable Batch ended, Throwable failure) {
        BatchCall[] failed;
        lock.lock();
        try {
            running.remove(ended);
            failed = calls.toArray(new BatchCall[0]);
            for (BatchCall call : failed) {
                leave(call);
            }
        } catch (OutOfMemoryError e) {
            return; // the next attempt may have some
        } finally {
            lock.unlock();
        }
        for (BatchCall call : failed) {
            call.result.completeExceptionally(failure);
        }
    }

    /** Waits for the next batch; null when the queue is closed and empty. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (closing) {
                    workers--;
                    workerEnded.signalAll();
                    return null;
                }
                idleWorkers++;
                try {
                    work.awaitUninterruptibly();
                } finally {
                    idleWorkers--;
                }
            }
            Batch batch = settings.shared() ? Batch.cheapest(queue, planner) : Batch.planned(queue.iterator().next());
            running.add(batch); // the rest needs no memory, so it cannot fail
            long now = System.nanoTime();
            for (Row row : batch.rows) {
                row.call().take(row.index());
            }
            for (BatchCall call : batch.calls) {
                call.batchBegins(now);
                if (call.waiting.isEmpty()) {
                    queue.remove(call);
                }
            }
            queue.remove(batch.first); // until the batch has run: then it moves behind the calls that came meanwhile
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void end(Batch batch, List<TextVectors> vectors, @Nullable Throwable failure) {
        List<BatchCall> complete = new ArrayList<>();
        lock.lock();
        try {
            running.remove(batch);
            long now = System.nanoTime();
            for (int i = 0; i < vectors.size(); i++) {
                Row row = batch.rows.get(i);
                row.call().deliver(row.index(), vectors.get(i));
            }
            for (BatchCall call : batch.calls) {
                call.batchEnds(now);
                if (failure != null) {
                    leave(call);
                } else if (call.isComplete()) {
                    complete.add(call);
                }
            }
            if (!batch.first.waiting.isEmpty()) {
                queue.add(batch.first);
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            batch.calls.forEach(call -> call.result.completeExceptionally(failure));
        }
        complete.forEach(BatchCall::complete);
    }

    // closing

    /** Rejects calls from now on and fails those of which nothing has run. The others continue. */
    void close() {
        endCalls(false);
    }

    /** Fails all calls and stops what runs. */
    void terminate() {
        endCalls(true);
    }

    private void endCalls(boolean all) {
        List<BatchCall> failed;
        List<Batch> stopped;
        lock.lock();
        try {
            closing = true;
            terminated |= all;
            failed = Stream.concat(queue.stream(), running.stream().flatMap(batch -> batch.calls.stream()))
                    .filter(call -> all || !call.begun)
                    .distinct()
                    .toList();
            failed.forEach(this::leave);
            stopped = all ? List.copyOf(running) : List.of();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        failed.forEach(call -> call.result.completeExceptionally(new EmbedderClosedException()));
        stopped.forEach(batch -> batch.cancellation.request());
    }

    /**
     * Waits, after {@link #terminate}, until no batch is running.
     *
     * @return whether no batch is running
     */
    boolean awaitWorkers(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (workers > 0 && left > 0) {
                left = workerEnded.awaitNanos(left);
            }
            return workers == 0;
        } finally {
            lock.unlock();
        }
    }
}

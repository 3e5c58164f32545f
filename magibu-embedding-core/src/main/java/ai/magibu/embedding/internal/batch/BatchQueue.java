package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.embedding.internal.session.Cancellation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for the model, and the threads that run it. Callers get a future and never run a batch themselves.
 *
 * <p>Calls take turns of one batch. A call with texts left then moves to the end of the queue. If calls share batches, the next
 * batch holds the first waiting text of the call whose turn it is, together with the texts of any call that suit it best.
 *
 * <p>A batch is stopped when none of its calls wants its result any more.
 */
final class BatchQueue {

    /** Texts among which a batch is chosen, of all calls and of one: more make planning slower, not batches better. */
    private static final int CANDIDATES = 256;

    private static final int CANDIDATES_OF_A_CALL = 128;

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
    /** The calls with texts for a batch, in the order of their turns. */
    private final Set<Call> turns = new LinkedHashSet<>();

    private final Set<Batch> running = new LinkedHashSet<>();
    private int workers;
    private int idleWorkers;
    private int workersStarted;
    private boolean closing;
    private boolean terminated;

    /** @param name of its threads */
    BatchQueue(String name, BatchPlanner planner, BatchModel model, QueueSettings settings) {
        this.name = name;
        this.planner = planner;
        this.model = model;
        this.settings = settings;
    }

    /** A text of a call. */
    private record Text(Call call, int index) {

        TokenSequence sequence() {
            return call.texts.get(index);
        }

        void deliver(float[][] vectors) {
            call.vectors[index] = vectors;
            call.left--;
        }
    }

    /**
     * @param first the call whose turn it was
     * @param calls the calls of the texts
     */
    private record Batch(Call first, List<Text> texts, Set<Call> calls, Cancellation cancellation) {

        static Batch of(Call first, List<Text> texts) {
            Set<Call> calls = texts.stream().map(Text::call).collect(Collectors.toCollection(LinkedHashSet::new));
            return new Batch(first, texts, calls, new Cancellation());
        }

        List<TokenSequence> sequences() {
            return texts.stream().map(Text::sequence).toList();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** The texts of one caller and their vectors so far. */
    private final class Call {

        final List<TokenSequence> texts;
        final float[][][] vectors;
        final CompletableFuture<BatchVectors> result = new CompletableFuture<>();
        /** The texts that no batch has taken yet. */
        final BitSet waiting;
        /** The batches of a call that shares none, planned at once, which gives better ones than batch by batch. */
        final Deque<int[]> plan;

        /** Whether it belongs to a call of which something has run. */
        boolean begun;

        long waitingTokens;
        int left;
        /** Since when none of its texts has been running. */
        long idleSince = System.nanoTime();

        long idleNanos;

        Call(List<TokenSequence> texts, boolean continued) {
            this.texts = texts;
            this.begun = continued;
            this.vectors = new float[texts.size()][][];
            this.waiting = new BitSet(texts.size());
            waiting.set(0, texts.size());
            this.waitingTokens = texts.stream().mapToLong(TokenSequence::length).sum();
            this.left = texts.size();
            this.plan = new ArrayDeque<>(settings.shared() ? List.of() : planner.plan(lengths(texts.stream())));
        }

        long tokensOfNextBatch() {
            return Math.min(waitingTokens, planner.maxBatchTokens());
        }

        void take(int index) {
            begun = true;
            waiting.clear(index);
            waitingTokens -= texts.get(index).length();
            if (waiting.isEmpty()) {
                turns.remove(this);
            }
        }

        void leave() {
            waiting.clear();
            turns.remove(this);
        }
    }

    /**
     * Queues texts, at least one. The future completes on a worker's thread, so what depends on it must be brief.
     *
     * @param continued whether texts of the same call have run before: such a call is not refused for being one too many
     * @return the vectors; cancelling it gives the texts up
     * @throws OverloadedException if too many tokens of other calls wait already
     * @throws EmbedderClosedException after {@link #close}, if not continued, and after {@link #terminate}
     */
    CompletableFuture<BatchVectors> submit(List<TokenSequence> texts, boolean continued) {
        Call call = new Call(texts, continued);
        lock.lock();
        try {
            if (terminated || closing && !continued) {
                throw new EmbedderClosedException();
            }
            if (!continued) {
                admit(call);
            }
            turns.add(call);
            if (turns.size() > idleWorkers && workers < settings.workers()) {
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

    private void admit(Call call) {
        long others = turns.stream().mapToLong(Call::tokensOfNextBatch).sum();
        if (others > 0 && others + call.tokensOfNextBatch() > settings.maxWaitingTokens()) {
            throw new OverloadedException(others, settings.maxWaitingTokens());
        }
    }

    private void giveUp(Call call) {
        List<Batch> useless;
        lock.lock();
        try {
            call.leave();
            useless = running.stream()
                    .filter(batch -> batch.calls().stream().allMatch(other -> other.result.isDone()))
                    .toList();
        } finally {
            lock.unlock();
        }
        useless.forEach(batch -> batch.cancellation.request());
    }

    /** The calls with a batch in the model, and those that only wait. */
    Activity activity() {
        lock.lock();
        try {
            Set<Call> inModel = running.stream().flatMap(batch -> batch.calls().stream()).collect(Collectors.toSet());
            long waiting = turns.stream().filter(call -> !inModel.contains(call)).count();
            return new Activity(inModel.size(), (int) waiting);
        } finally {
            lock.unlock();
        }
    }

    // workers

    private void startWorker(Call call) {
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
                call.leave();
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
                fail(turns, e);
                continue;
            }
            if (batch == null) {
                return;
            }
            float[][][] vectors = {};
            Throwable failure = null;
            try {
                vectors = model.run(batch.sequences(), batch.cancellation);
            } catch (Throwable e) { // errors too: they belong to the calls
                failure = e;
            }
            try {
                end(batch, vectors, failure);
            } catch (Throwable e) {
                forget(batch);
                fail(batch.calls, e);
            }
        }
    }

    private void forget(Batch batch) {
        lock.lock();
        try {
            running.remove(batch);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Set<Call> calls, Throwable failure) {
        Call[] failed;
        lock.lock();
        try {
            failed = calls.toArray(new Call[0]);
            for (Call call : failed) {
                call.leave();
            }
        } catch (OutOfMemoryError e) {
            return; // the next attempt may have some
        } finally {
            lock.unlock();
        }
        for (Call call : failed) {
            call.result.completeExceptionally(failure);
        }
    }

    /** Waits for the next batch; null when the queue is closed and empty. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            while (turns.isEmpty()) {
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
            Call first = turns.iterator().next();
            Batch batch = Batch.of(first, choose(first));
            running.add(batch); // what follows cannot fail for want of memory
            long now = System.nanoTime();
            for (Text text : batch.texts) {
                text.call.take(text.index);
            }
            for (Call call : batch.calls) {
                call.idleNanos += now - call.idleSince;
            }
            turns.remove(first); // until the batch has run: then it goes behind the calls that came meanwhile
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Text> choose(Call first) {
        return settings.shared()
                ? chooseAmongAll()
                : Arrays.stream(first.plan.remove()).mapToObj(index -> new Text(first, index)).toList();
    }

    /** The batch with the first waiting text of the call whose turn it is, in the cheapest plan for what waits. */
    private List<Text> chooseAmongAll() {
        List<Text> candidates = new ArrayList<>(CANDIDATES);
        for (Call call : turns) {
            int most = Math.min(CANDIDATES_OF_A_CALL, CANDIDATES - candidates.size());
            call.waiting.stream().limit(most).forEach(index -> candidates.add(new Text(call, index)));
        }
        int[] batch = planner.plan(lengths(candidates.stream().map(Text::sequence))).stream()
                .filter(texts -> IntStream.of(texts).anyMatch(text -> text == 0))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(batch).mapToObj(candidates::get).toList();
    }

    private static int[] lengths(Stream<TokenSequence> texts) {
        return texts.mapToInt(TokenSequence::length).toArray();
    }

    private void end(Batch batch, float[][][] vectors, @Nullable Throwable failure) {
        List<Call> complete = new ArrayList<>();
        lock.lock();
        try {
            running.remove(batch);
            long now = System.nanoTime();
            for (int row = 0; row < vectors.length; row++) {
                batch.texts.get(row).deliver(vectors[row]);
            }
            for (Call call : batch.calls()) {
                call.idleSince = now;
                if (failure != null) {
                    call.leave();
                } else if (call.left == 0) {
                    complete.add(call);
                }
            }
            if (!batch.first.waiting.isEmpty()) {
                turns.add(batch.first);
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            batch.calls().forEach(call -> call.result.completeExceptionally(failure));
        }
        complete.forEach(call -> call.result.complete(new BatchVectors(call.vectors, Duration.ofNanos(call.idleNanos))));
    }

    // closing

    /** Refuses calls from now on and fails those of which nothing has run; the others go on. */
    void close() {
        endCalls(false);
    }

    /** Fails all calls and stops what runs. */
    void terminate() {
        endCalls(true);
    }

    private void endCalls(boolean all) {
        List<Call> failed;
        List<Batch> stopped;
        lock.lock();
        try {
            closing = true;
            terminated |= all;
            failed = Stream.concat(turns.stream(), running.stream().flatMap(batch -> batch.calls().stream()))
                    .filter(call -> all || !call.begun)
                    .distinct()
                    .toList();
            failed.forEach(Call::leave);
            stopped = all ? List.copyOf(running) : List.of();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        failed.forEach(call -> call.result.completeExceptionally(new EmbedderClosedException()));
        stopped.forEach(batch -> batch.cancellation.request());
    }

    /**
     * After {@link #terminate}: waits until no batch runs any more.
     *
     * @return whether that is so
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

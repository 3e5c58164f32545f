package ai.magibu.embedding.batch;

import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.OverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that meet go through the model together, one batch at a time. A call that comes when the model is idle runs at once;
 * those that come during a run wait, and share the runs that follow.
 *
 * <p><b>Who runs.</b> There is no thread but the callers'. One of them leads: it runs batches, its own texts among them, until
 * its own are done, and then hands on to the call whose turn is next.
 *
 * <p><b>What runs.</b> Calls take turns. The next batch holds the first waiting text of the call whose turn it is, with the texts
 * of any call that go best with it. A call with texts left goes to the end of the line, behind those that came during its run:
 * it waits for one batch of each call before it, however many texts they have.
 */
public final class SharedBatches implements BatchRunner {

    /** Texts among which a batch is looked for, of all calls and of one: more would make planning slow, not batches better. */
    private static final int CANDIDATES = 256;

    private static final int CANDIDATES_OF_A_CALL = 128;

    private final BatchPlanner planner;
    private final BatchModel model;
    private final long maxWaitingTokens;

    /** Guards all that follows, and every call's state. Never held while the model runs. */
    private final ReentrantLock lock = new ReentrantLock();
    /** The calls with texts that no batch has taken yet, in the order of their turns. */
    private final Set<Call> turns = new LinkedHashSet<>();
    /** The one call that may run batches; null when the model is idle and nothing waits. */
    private @Nullable Call leader;

    /**
     * @param maxWaitingTokens a call that would make more tokens wait for their next batch is refused, unless none wait
     */
    public SharedBatches(BatchPlanner planner, BatchModel model, long maxWaitingTokens) {
        this.planner = planner;
        this.model = model;
        this.maxWaitingTokens = maxWaitingTokens;
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

    /** One caller's texts and what has become of them. */
    private final class Call {

        final List<TokenSequence> texts;
        final float[][][] vectors;
        /** The texts that no batch has taken yet. */
        final BitSet waiting;
        /** Signalled when the call is done or leads. */
        final Condition news = lock.newCondition();

        long waitingTokens;
        int left;
        /** Since when none of its texts has been running. */
        long idleSince = System.nanoTime();

        long idleNanos;
        @Nullable Throwable failure;
        boolean failedHere;

        Call(List<TokenSequence> texts) {
            this.texts = texts;
            this.vectors = new float[texts.size()][][];
            this.waiting = new BitSet(texts.size());
            waiting.set(0, texts.size());
            this.waitingTokens = texts.stream().mapToLong(text -> text.length()).sum();
            this.left = texts.size();
        }

        boolean isDone() {
            return left == 0 || failure != null;
        }

        /** What it can get at its next turn. */
        long tokensOfNextBatch() {
            return Math.min(waitingTokens, planner.maxBatchTokens());
        }

        void take(int index) {
            waiting.clear(index);
            waitingTokens -= texts.get(index).length();
            if (waiting.isEmpty()) {
                turns.remove(this);
            }
        }

        /** Leaves the line for good. */
        void leave() {
            waiting.clear();
            turns.remove(this);
        }
    }

    @Override
    public Vectors run(List<TokenSequence> texts, boolean continued) {
        if (texts.isEmpty()) {
            return new Vectors(new float[0][][], Duration.ZERO);
        }
        Call call = new Call(texts);
        lock.lock();
        try {
            if (!continued) {
                admit(call);
            }
            turns.add(call);
            if (leader == null) {
                leader = call;
            }
            awaitOrLead(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EncodeInterruptedException(call.left, texts.size());
        } finally {
            call.leave();
            if (leader == call) {
                handOn();
            }
            lock.unlock();
        }
        if (call.failure != null) {
            throw failure(call.failure, call.failedHere);
        }
        return new Vectors(call.vectors, Duration.ofNanos(call.idleNanos));
    }

    private void admit(Call call) {
        long others = turns.stream().mapToLong(Call::tokensOfNextBatch).sum();
        if (others > 0 && others + call.tokensOfNextBatch() > maxWaitingTokens) {
            throw new OverloadedException(others, maxWaitingTokens);
        }
    }

    private void awaitOrLead(Call call) throws InterruptedException {
        while (!call.isDone()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (leader == call) {
                runNext();
            } else {
                call.news.await();
            }
        }
    }

    private void handOn() {
        leader = turns.isEmpty() ? null : turns.iterator().next();
        if (leader != null) {
            leader.news.signal();
        }
    }

    /** Runs the next batch on this thread, which leads. */
    private void runNext() {
        Call first = turns.iterator().next();
        List<Text> batch = choose();
        List<TokenSequence> sequences = batch.stream().map(Text::sequence).toList();
        Set<Call> calls = batch.stream().map(Text::call).collect(Collectors.toCollection(LinkedHashSet::new));
        begin(batch, calls);
        turns.remove(first); // until the batch has run: then it goes behind those that came meanwhile

        float[][][] vectors = {};
        Throwable failure = null;
        lock.unlock();
        try {
            vectors = model.run(sequences);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            lock.lock();
        }

        for (int row = 0; row < vectors.length; row++) {
            batch.get(row).deliver(vectors[row]);
        }
        end(calls, failure);
        if (!first.waiting.isEmpty()) {
            turns.add(first);
        }
    }

    /** Of the cheapest plan for the texts that wait, the batch with the first text of the call whose turn it is. */
    private List<Text> choose() {
        List<Text> candidates = new ArrayList<>(CANDIDATES);
        for (Call call : turns) {
            int most = Math.min(CANDIDATES_OF_A_CALL, CANDIDATES - candidates.size());
            call.waiting.stream().limit(most).forEach(index -> candidates.add(new Text(call, index)));
        }
        int[] lengths = candidates.stream().mapToInt(text -> text.sequence().length()).toArray();
        int[] batch = planner.plan(lengths).stream()
                .filter(texts -> IntStream.of(texts).anyMatch(text -> text == 0))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(batch).mapToObj(candidates::get).toList();
    }

    private static void begin(List<Text> batch, Set<Call> calls) {
        long now = System.nanoTime();
        for (Text text : batch) {
            text.call.take(text.index);
        }
        for (Call call : calls) {
            call.idleNanos += now - call.idleSince;
        }
    }

    private void end(Set<Call> calls, @Nullable Throwable failure) {
        long now = System.nanoTime();
        for (Call call : calls) {
            call.idleSince = now;
            if (failure != null) {
                call.failure = failure;
                call.failedHere = call == leader;
                call.leave();
            }
            if (call.isDone()) {
                call.news.signal();
            }
        }
    }

    /** A failure on another caller's thread is that thread's: here it becomes the cause of an exception of this one. */
    private static RuntimeException failure(Throwable failure, boolean onThisThread) {
        if (!onThisThread) {
            return new InferenceException(
                    "the batch with this call's texts failed on another caller's thread: " + failure.getMessage(), failure);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}

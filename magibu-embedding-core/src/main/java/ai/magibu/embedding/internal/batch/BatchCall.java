package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The texts of one caller and their vectors so far. Guarded by the lock of its queue, except for the texts and the result. */
final class BatchCall {

    final List<TokenizedText> texts;
    final CompletableFuture<CallVectors> result = new CompletableFuture<>();
    /** The texts that no batch has taken yet. */
    final BitSet waiting;
    /** The batches of a call that shares none. They are planned at once, which gives better ones than batch by batch. */
    final Deque<int[]> plan;

    /** Returns whether it belongs to a call of which something has run. */
    boolean begun;

    private final TextVectors[] vectors;
    private long waitingTokens;
    private int left;
    /** Since when none of its texts has been running. */
    private long idleSince = System.nanoTime();

    private long idleNanos;

    BatchCall(List<TokenizedText> texts, boolean begun, List<int[]> plan) {
        this.texts = texts;
        this.begun = begun;
        this.plan = new ArrayDeque<>(plan);
        this.vectors = new TextVectors[texts.size()];
        this.waiting = new BitSet(texts.size());
        waiting.set(0, texts.size());
        this.waitingTokens = texts.stream().mapToLong(TokenizedText::length).sum();
        this.left = texts.size();
    }

    long tokensOfNextBatch(int maxBatchTokens) {
        return Math.min(waitingTokens, maxBatchTokens);
    }

    /** Marks a text as taken by a batch. */
    void take(int index) {
        begun = true;
        waiting.clear(index);
        waitingTokens -= texts.get(index).length();
    }

    void deliver(int index, TextVectors ofText) {
        vectors[index] = ofText;
        left--;
    }

    void batchBegins(long now) {
        idleNanos += now - idleSince;
    }

    void batchEnds(long now) {
        idleSince = now;
    }

    boolean isComplete() {
        return left == 0;
    }

    void complete() {
        result.complete(new CallVectors(Arrays.asList(vectors), Duration.ofNanos(idleNanos)));
    }
}

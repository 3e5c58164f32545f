package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.Passage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The way of every call: texts → tokens → batches → vectors. Knows nothing of lifecycle or defaults. */
final class Encoder {

    /** Batches planned together: enough to sort well, few enough to bound memory. */
    private static final int BATCHES_OF_A_GROUP = 32;

    /** The languages of these models have fewer. */
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    /** Less than about a millisecond of tokenizing, for which another thread is not worth its wake-up. */
    private static final int FEW_TEXTS = 16;

    private static final int FEW_CHARACTERS = 4_096;

    private final EncodeContext context;
    private final PassageTokenizer tokenizer;
    private final long charactersOfAGroup;

    Encoder(EncodeContext context) {
        this.context = context;
        this.tokenizer = new PassageTokenizer(context);
        this.charactersOfAGroup = (long) BATCHES_OF_A_GROUP * context.maxBatchTokens() * CHARACTERS_OF_A_TOKEN;
    }

    /** Returns the embeddings of the texts, or throws the failure of any of them. The calling thread waits. */
    List<Embedding> encode(List<Passage> passages, EncodeRequest request) {
        return context.record(passages.size(), "texts").end(() -> {
            if (Thread.currentThread().isInterrupted() && !passages.isEmpty()) {
                throw new EncodeInterruptedException(passages.size());
            }
            List<EncodeResult> results = new ArrayList<>();
            try (ReadAhead groups = readAhead(passages, request, isShort(passages) ? Runnable::run : context.threads())) {
                while (groups.hasNext()) {
                    results.add(run(groups.next().orThrow(), request, passages.size()));
                }
            }
            return EncodeResult.joined(results);
        });
    }

    private static boolean isShort(List<Passage> passages) {
        return passages.size() < FEW_TEXTS
                && passages.stream().mapToLong(passage -> passage.text().length()).sum() < FEW_CHARACTERS;
    }

    private EncodeResult run(TextGroup group, EncodeRequest request, int textsOfCall) {
        return EncodeResult.of(group.texts(), Waiting.on(context.submit(group), textsOfCall), request.matryoshka());
    }

    /**
     * Returns the embeddings of the texts, or the failure of any of them. Completing the future from outside (cancelling it, for
     * example) gives the call up and stops its run.
     *
     * @param ended runs when nothing of the call runs any more
     */
    CompletableFuture<List<Embedding>> encodeAsync(List<Passage> passages, EncodeRequest request, Runnable ended) {
        Recording call = context.record(passages.size(), "texts");
        CompletableFuture<EncodeResult> task =
                EncodeTask.start(readAhead(passages, request, Runnable::run), context, request.matryoshka());
        CompletableFuture<List<Embedding>> result = new CompletableFuture<>();
        // the listeners and what depends on the result are the application's: not on the threads that run the model
        task.whenComplete((encoded, failure) -> ended.run())
                .whenCompleteAsync((encoded, failure) -> {
                    List<Embedding> embeddings;
                    try {
                        embeddings = call.end(() -> Waiting.result(encoded, failure));
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                        return;
                    }
                    result.complete(embeddings);
                })
                .whenComplete((encoded, failure) -> {
                    if (!result.isDone()) { // the executor could start no thread
                        result.completeExceptionally(new InferenceException("the result cannot be handed over: " + failure, failure));
                    }
                });
        result.whenComplete((embeddings, failure) -> task.cancel(false));
        return result;
    }

    /** Returns the groups of a call that proceeds by {@link #encodeNext}. */
    ReadAhead readAhead(Iterator<Passage> passages, EncodeRequest request) {
        return new ReadAhead(passages, null, tokenizer, request, charactersOfAGroup, context.threads(), context);
    }

    private ReadAhead readAhead(List<Passage> passages, EncodeRequest request, Executor now) {
        return new ReadAhead(passages.iterator(), passages.size(), tokenizer, request, charactersOfAGroup, now, context);
    }

    /**
     * The embeddings of a group.
     *
     * @param rejection the problem of the text after the last one; null if the group ends without one
     */
    record Encoded(List<Embedding> embeddings, @Nullable RuntimeException rejection) {}

    /**
     * Returns the embeddings of the next group. For the listeners it is a call of its own, and so is the text that is rejected after
     * it. The calling thread waits.
     */
    Encoded encodeNext(ReadAhead groups, EncodeRequest request) {
        TextGroup group = groups.next();
        List<Embedding> embeddings = context.record(group.texts().size(), "texts").end(() -> run(group, request, group.texts().size()));
        if (group.rejection() != null) {
            context.listeners().started(1).failed(group.rejection());
        }
        return new Encoded(embeddings, group.rejection());
    }
}

package ai.magibu.embedding;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.internal.batch.BatchScheduler;
import ai.magibu.embedding.internal.batch.BatchVectors;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every call: texts → tokens → batches → vectors. Knows nothing of lifecycle or defaults. */
final class Encoder {

    private static final Logger log = LoggerFactory.getLogger(Encoder.class);

    /** Batches planned together: enough to sort well, few enough to bound memory. */
    private static final int BATCHES_OF_A_WINDOW = 32;

    /** The languages of these models have fewer. */
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    /** Less than about a millisecond of tokenizing, for which another thread is not worth its wake-up. */
    private static final int FEW_TEXTS = 16;

    private static final int FEW_CHARACTERS = 4_096;

    private final PassageTokenizer tokenizer;
    private final BatchScheduler scheduler;
    private final int maxTokens;
    private final long charactersOfAWindow;
    private final EncodeListener listener;
    private final Executor tokenizers;
    private final BooleanSupplier terminated;

    /**
     * @param tokenizers the threads that tokenize
     * @param terminated whether all calls are given up
     */
    Encoder(
            ModelConfig config,
            TextTokenizer tokenizer,
            BatchScheduler scheduler,
            int maxTokens,
            int maxBatchTokens,
            EncodeListener listener,
            Executor tokenizers,
            BooleanSupplier terminated) {
        this.tokenizer = new PassageTokenizer(config, tokenizer, maxTokens);
        this.scheduler = scheduler;
        this.maxTokens = maxTokens;
        this.charactersOfAWindow = (long) BATCHES_OF_A_WINDOW * maxBatchTokens * CHARACTERS_OF_A_TOKEN;
        this.listener = listener;
        this.tokenizers = tokenizers;
        this.terminated = terminated;
    }

    /** The embeddings of the texts, or the failure of any of them. The calling thread waits. */
    List<Embedding> encode(List<Passage> passages, EncodeRequest request) {
        Run run = new Run(passages.size());
        Executor executor = isShort(passages) ? Runnable::run : tokenizers;
        return run.end(() -> {
            if (Thread.currentThread().isInterrupted() && !passages.isEmpty()) {
                throw new EncodeInterruptedException(passages.size());
            }
            return Waiting.on(start(passages, request, executor), passages.size());
        });
    }

    /**
     * The embeddings of the texts, or the failure of any of them. Completing the future from outside (cancelling it, for example)
     * gives the call up and stops its run.
     *
     * @param ended runs when nothing of the call runs any more
     */
    CompletableFuture<List<Embedding>> encodeAsync(List<Passage> passages, EncodeRequest request, Runnable ended) {
        Run run = new Run(passages.size());
        CompletableFuture<EncodeResult> task = start(passages, request, tokenizers);
        CompletableFuture<List<Embedding>> result = new CompletableFuture<>();
        // the listeners and what depends on the result are the application's: not on the threads that run the model
        task.whenComplete((encoded, failure) -> ended.run())
                .whenCompleteAsync((encoded, failure) -> {
                    List<Embedding> embeddings;
                    try {
                        embeddings = run.end(() -> Waiting.result(encoded, failure));
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

    private CompletableFuture<EncodeResult> start(List<Passage> passages, EncodeRequest request, Executor executor) {
        return EncodeTask.start(windows(passages.iterator(), request, executor), scheduler, request, passages.size());
    }

    private static boolean isShort(List<Passage> passages) {
        return passages.size() < FEW_TEXTS
                && passages.stream().mapToLong(passage -> passage.text().length()).sum() < FEW_CHARACTERS;
    }

    /** A call that proceeds window by window: see {@link #encodeNext}. */
    TextWindows windows(Iterator<Passage> passages, EncodeRequest request) {
        return windows(passages, request, tokenizers);
    }

    private TextWindows windows(Iterator<Passage> passages, EncodeRequest request, Executor executor) {
        return new TextWindows(passages, tokenizer, request, charactersOfAWindow, executor, terminated);
    }

    /**
     * The embeddings of a window.
     *
     * @param refusal what is wrong with the text after the last one; null if nothing is
     */
    record Part(List<Embedding> embeddings, @Nullable RuntimeException refusal) {}

    /**
     * The embeddings of the next window. To the listener it is a call of its own, and so is the text that is refused after it.
     * The calling thread waits.
     */
    Part encodeNext(TextWindows windows, EncodeRequest request) {
        TextWindow window = next(windows);
        int texts = window.texts().size();
        List<Embedding> embeddings = new Run(texts).end(() -> {
            BatchVectors vectors = Waiting.on(scheduler.submit(window.sequences(), window.first() > 0), texts);
            return new EncodeResult(window.embeddings(vectors, request.matryoshka()), vectors.waiting());
        });
        if (window.refusal() != null) {
            listener.started(1).failed(window.refusal());
        }
        return new Part(embeddings, window.refusal());
    }

    private static TextWindow next(TextWindows windows) {
        try {
            return Waiting.on(windows.next(), 1);
        } catch (RuntimeException e) {
            windows.cancel();
            throw e;
        }
    }

    /** A call as the listener sees it. */
    private final class Run {

        private final EncodeCall call;
        private final long start = System.nanoTime();

        Run(int texts) {
            this.call = listener.started(texts);
        }

        List<Embedding> end(Supplier<EncodeResult> result) {
            EncodeResult encoded;
            try {
                encoded = result.get();
            } catch (RuntimeException | Error e) {
                call.failed(e);
                throw e;
            }
            List<Embedding> embeddings = encoded.embeddings();
            int truncated = (int) embeddings.stream().filter(Embedding::truncated).count();
            if (truncated > 0) {
                log.warn("{} of {} texts had more than {} tokens and were truncated", truncated, embeddings.size(), maxTokens);
            }
            call.succeeded(new EncodeSummary(
                    embeddings.size(),
                    embeddings.stream().mapToLong(Embedding::tokens).sum(),
                    truncated,
                    embeddings.stream().mapToLong(Embedding::droppedTokens).sum(),
                    encoded.waiting(),
                    Duration.ofNanos(System.nanoTime() - start)));
            return embeddings;
        }
    }
}

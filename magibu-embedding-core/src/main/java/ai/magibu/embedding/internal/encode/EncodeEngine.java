package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.batch.BatchScheduler;
import ai.magibu.embedding.internal.batch.BatchSettings;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.PoolingMode;
import ai.magibu.embedding.internal.session.ObservedModel;
import ai.magibu.embedding.internal.session.SharedModel;
import ai.magibu.hub.internal.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the calls of one embedder, runs them, and ends them when the embedder closes. Safe for concurrent use. */
public final class EncodeEngine {

    private static final Logger log = LoggerFactory.getLogger(EncodeEngine.class);

    /** A run that is stopped ends at its graph's next node. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ModelConfig config;
    private final SharedModel model;
    private final EncodeDefaults defaults;
    private final Listeners listeners;
    private final BatchScheduler scheduler;
    /** The threads that tokenize. They are not the common pool's, which belongs to the application. */
    private final ForkJoinPool threads =
            new ForkJoinPool(Runtime.getRuntime().availableProcessors(), EncodeEngine::newThread, null, true);
    private final Encoder encoder;
    private final ChunkEncoder chunkEncoder;
    private final Lifecycle lifecycle = new Lifecycle(EmbedderClosedException::new);
    private final Lifecycle tokenizing = new Lifecycle(() -> new IllegalStateException("this tokenizer is closed"));

    /** @param model the model, which {@link #close} releases */
    public EncodeEngine(
            ModelConfig config, SharedModel model, EncodeDefaults defaults, BatchSettings batches, List<EncodeListener> listeners) {
        this.config = config;
        this.model = model;
        this.defaults = defaults;
        this.listeners = new Listeners(listeners);
        this.scheduler = batches.scheduler(new ObservedModel(model.session(), this.listeners::batchRan));
        EncodeContext context = new EncodeContext(
                config, model.tokenizer(), scheduler, defaults.maxTokens(), batches.maxTokens(), this.listeners, threads,
                lifecycle::isTerminated);
        this.encoder = new Encoder(context);
        this.chunkEncoder = new ChunkEncoder(context);
    }

    private static ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = new ForkJoinWorkerThread(pool) {};
        thread.setName("magibu-tokenize-" + THREADS.incrementAndGet());
        thread.setContextClassLoader(EncodeEngine.class.getClassLoader());
        return thread;
    }

    public List<Embedding> embed(List<Passage> passages, EncodeOptions options) {
        requireTexts(passages);
        EncodeRequest request = EncodeRequest.of(options, config, defaults);
        return lifecycle.whileOpen(() -> encoder.encode(passages, request));
    }

    public CompletableFuture<List<Embedding>> embedAsync(List<Passage> passages, EncodeOptions options) {
        requireTexts(passages);
        EncodeRequest request = EncodeRequest.of(options, config, defaults);
        List<Passage> copy = List.copyOf(passages);
        lifecycle.enter();
        try {
            return encoder.encodeAsync(copy, request, lifecycle::exit);
        } catch (RuntimeException | Error e) {
            lifecycle.exit();
            throw e;
        }
    }

    public Stream<Embedding> embed(Stream<Passage> passages, EncodeOptions options) {
        Arguments.requireSet("stream of texts", passages);
        EncodeRequest request = EncodeRequest.of(options, config, defaults);
        ReadAhead groups = encoder.readAhead(passages.iterator(), request);
        return StreamSupport.stream(new EmbeddingSpliterator(encoder, groups, request, lifecycle), false).onClose(passages::close);
    }

    public List<Embedding> embedChunks(Passage document, List<Span> chunks, EncodeOptions options) {
        if (document == null || document.text() == null) {
            throw new IllegalArgumentException("the document is null");
        }
        requireChunks(chunks, document.text().length());
        if (config.pooling().mode() != PoolingMode.MEAN) {
            throw new UnsupportedModelException(
                    model.folder().resolve("modules.json"), "late chunking with pooling " + config.pooling().mode(), "mean pooling");
        }
        EncodeRequest request = EncodeRequest.of(options, config, defaults);
        config.prompts().resolve(options.prompt(), document); // rejects a title without a place even for an empty list
        return lifecycle.whileOpen(() -> chunks.isEmpty() ? List.of() : chunkEncoder.encode(document, chunks, request));
    }

    private static void requireTexts(List<Passage> passages) {
        Arguments.requireSet("list of texts", passages);
        int position = 0;
        for (Passage passage : passages) {
            if (passage == null || passage.text() == null) {
                throw new IllegalArgumentException("text " + position + " is null");
            }
            position++;
        }
    }

    private static void requireChunks(List<Span> chunks, int length) {
        Arguments.requireSet("list of chunks", chunks);
        int position = 0;
        for (Span chunk : chunks) {
            if (chunk == null || chunk.end() > length) {
                throw new IllegalArgumentException("chunk " + position + " is "
                        + (chunk == null ? "null" : chunk + ", but the text has " + length + " characters"));
            }
            position++;
        }
    }

    /** Returns the tokens of a text under a prompt. */
    public int countTokens(Passage passage, Prompt prompt) {
        if (passage == null || passage.text() == null) {
            throw new IllegalArgumentException("the text is null");
        }
        String text = config.prompts().resolve(prompt, passage) + passage.text();
        return lifecycle.whileOpen(cancelled -> model.tokenizer().encode(text, cancelled).length);
    }

    public boolean acceptsTitle(Prompt prompt) {
        return config.prompts().acceptsTitle(prompt);
    }

    public EncodeDefaults defaults() {
        return defaults;
    }

    public SharedModel model() {
        return model;
    }

    /** Counts the uses of the tokenizer outside of calls. It ends when the engine closes. */
    public Lifecycle tokenizing() {
        return tokenizing;
    }

    public Activity activity() {
        return scheduler.activity();
    }

    /**
     * Rejects new calls, lets running ones end within the timeout, stops the rest and releases the model. Does nothing the second
     * time.
     *
     * @param timeout zero or less stops calls at once
     * @throws IllegalStateException from within a listener, whose call would wait for itself
     */
    public void close(Duration timeout) {
        if (listeners.isNotifying()) {
            throw new IllegalStateException("this embedder cannot be closed from within one of its calls");
        }
        Arguments.requireSet("timeout", timeout);
        if (!lifecycle.close()) {
            return;
        }
        tokenizing.close();
        scheduler.close();
        boolean interrupted = false;
        try {
            long most = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
            long start = System.nanoTime();
            lifecycle.awaitCalls(timeout);
            tokenizing.awaitCalls(Duration.ofNanos(Math.max(0, most - (System.nanoTime() - start))));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            if (stop()) {
                model.release();
            } else {
                log.warn("A run of the model did not stop within {}; its memory is not freed", STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            log.warn("Interrupted while the last run of the model stops; its memory is not freed");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether nothing uses the model any more. */
    private boolean stop() throws InterruptedException {
        lifecycle.terminate();
        tokenizing.terminate();
        boolean idle = scheduler.terminate(STOP_TIMEOUT);
        lifecycle.awaitCalls(STOP_TIMEOUT);
        tokenizing.awaitCalls(STOP_TIMEOUT);
        threads.shutdown(); // after the last call, which may still have queued a group
        boolean stopped = threads.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        return stopped && idle && lifecycle.awaitCalls(Duration.ZERO) && tokenizing.awaitCalls(Duration.ZERO);
    }
}

package ai.magibu.embedding;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.batch.BatchScheduler;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.PoolingMode;
import ai.magibu.embedding.internal.folder.FileStamps;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.session.DefaultThreads;
import ai.magibu.embedding.internal.session.OnnxSession;
import ai.magibu.embedding.internal.session.SessionSettings;
import ai.magibu.embedding.internal.store.ExportedModel;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.embedding.source.ResolvedModel;
import ai.magibu.hub.files.UserCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sentence embedding model, loaded and ready.
 *
 * <pre>{@code
 * try (MagibuEmbedder embedder = MagibuEmbedder.builder().model("alibayram/embeddingmagibu-200m").load()) {
 *     float[] query = embedder.encodeQuery("Damıtma nedir?");
 *     List<float[]> documents = embedder.encodeDocument(List.of("Damıtma, …", "Hava bugün güzel."));
 *     float score = MagibuEmbedder.similarity(query, documents.get(0));
 * }
 * }</pre>
 *
 * <p><b>Prompts.</b> {@link #encode} puts the model's default prompt (usually none) before a text, {@link #encodeQuery} and
 * {@link #encodeDocument} theirs. Vectors of one index should all be made the same way.
 *
 * <p><b>Texts</b> are used as they are. An empty list gives an empty list. An empty or blank text has an embedding (that of
 * the prompt and the special tokens). A lone surrogate counts as U+FFFD. A text longer than {@link #maxTokens()} is truncated
 * and reported ({@link Embedding#droppedTokens()}, and a warning in the log), or refused, by {@link OnTooLong}. Null is an {@link
 * IllegalArgumentException} that names the position.
 *
 * <p><b>Errors.</b> A caller's mistake is an {@link IllegalArgumentException}; use after {@link #close()} an {@link
 * EmbedderClosedException}; everything else a {@link ai.magibu.embedding.api.MagibuException}.
 *
 * <p><b>Threads.</b> Safe for concurrent use. The model runs on daemon threads of the embedder. Callers wait, so a virtual thread
 * leaves its carrier to others meanwhile. {@link #embedAsync} does not wait at all. A call stops, also in the middle of a run, when
 * its thread is interrupted, its future is cancelled, or the embedder is closed and {@link Builder#closeTimeout} has passed. Calls
 * of many threads at once are best served with {@link Builder#sharedBatches}.
 *
 * <p><b>Memory.</b> Embedders of one process that load the same model with the same device, precision, threads and memory arena
 * share its weights; the last one that is closed frees them.
 */
public final class MagibuEmbedder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MagibuEmbedder.class);

    /** A run that is stopped ends at its graph's next node. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

    private final ModelInfo info;
    private final ModelConfig config;
    private final SharedModel model;
    private final MagibuTokenizer tokenizer;
    private final Listeners listeners;
    private final BatchScheduler scheduler;
    private final ForkJoinPool tokenizers;
    private final Encoder encoder;
    private final ChunkEncoder chunkEncoder;
    private final int maxTokens;
    private final int dimension;
    private final OnTooLong onTooLong;
    private final Precision precision;
    private final Duration closeTimeout;
    private final Duration loadTime;
    private final Lifecycle lifecycle = new Lifecycle(EmbedderClosedException::new);
    /** Long texts are not tokenized to their end any more. */
    private final AtomicBoolean terminated = new AtomicBoolean();

    private MagibuEmbedder(
            ModelInfo info, ModelConfig config, SharedModel model, Builder settings, Precision precision, int maxTokens, int dimension) {
        this.info = info;
        this.config = config;
        this.model = model;
        this.tokenizer = MagibuTokenizer.borrowed(model.tokenizer());
        this.listeners = new Listeners(settings.listeners);
        BatchSettings batches = settings.batches(model.session().device());
        this.scheduler = batches.scheduler(new SessionModel(model.session(), listeners));
        this.tokenizers = TokenizerThreads.create();
        this.encoder = new Encoder(config, model.tokenizer(), scheduler, maxTokens, batches.maxTokens(), listeners, tokenizers, terminated::get);
        this.chunkEncoder =
                new ChunkEncoder(
                        config, model.tokenizer(), scheduler, maxTokens, batches.maxTokens(), listeners, tokenizers, terminated::get);
        this.maxTokens = maxTokens;
        this.dimension = dimension;
        this.onTooLong = settings.onTooLong;
        this.precision = precision;
        this.closeTimeout = settings.closeTimeout;
        this.loadTime = Duration.ofNanos(System.nanoTime() - settings.loadStart);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The embedding of a text under the model's default prompt: {@link #dimension()} floats. */
    public float[] encode(String text) {
        return vector(text, Prompt.DEFAULT);
    }

    /** The embeddings of texts under the model's default prompt, in their order. */
    public List<float[]> encode(List<String> texts) {
        return vectors(texts, Prompt.DEFAULT);
    }

    /** The embedding of a search query: {@link #dimension()} floats. */
    public float[] encodeQuery(String query) {
        return vector(query, Prompt.QUERY);
    }

    /** The embeddings of search queries, in their order. */
    public List<float[]> encodeQuery(List<String> queries) {
        return vectors(queries, Prompt.QUERY);
    }

    /** The embedding of a passage that is to be found: {@link #dimension()} floats. */
    public float[] encodeDocument(String document) {
        return vector(document, Prompt.DOCUMENT);
    }

    /** The embedding of a passage with the title it may have. */
    public float[] encodeDocument(Passage document) {
        return embed(document, EncodeOptions.of(Prompt.DOCUMENT)).vector();
    }

    /** The embeddings of passages that are to be found, in their order. */
    public List<float[]> encodeDocument(List<String> documents) {
        return vectors(documents, Prompt.DOCUMENT);
    }

    /**
     * The embeddings of a document's chunks, each made in the light of the whole document: {@link #embedChunks} under {@link
     * Prompt#DOCUMENT}.
     */
    public List<float[]> encodeChunks(String document, List<Span> chunks) {
        return embedChunks(Passage.of(document), chunks, EncodeOptions.of(Prompt.DOCUMENT)).stream()
                .map(Embedding::vector)
                .toList();
    }

    /**
     * Late chunking: the document goes through the model once, whole, and each chunk's embedding is the mean of the chunk's own
     * tokens there, with the model's heads after it. What a chunk leaves to the rest of the document ("it", "the city") is in
     * its vector; embedded on its own it would not be. The chunks may overlap, leave gaps, and come in any order.
     *
     * <p>A token belongs to the chunk that holds its first character other than white space. Special tokens and the prompt's belong
     * to none, so that a chunk of all the text is not quite {@link #embed}'s embedding of it. A chunk in which no token begins, for
     * it lies within a word, gets those tokens that it shares a character with.
     *
     * <p>A document longer than {@link #maxTokens()} goes through in windows that overlap by a quarter or more, each with the
     * prompt; a chunk is pooled in the one in which it has most context on both sides. Nothing of the document is dropped. Only a
     * chunk that is by itself too long for a window is truncated and reported, or refused, by {@link OnTooLong}.
     *
     * @param chunks places in the document's text (without the title)
     * @return an embedding for each chunk, in their order: its {@linkplain Embedding#tokens() tokens} are those that were pooled,
     *     its {@linkplain Embedding#droppedTokens() dropped tokens} those that did not fit into a window
     * @throws IllegalArgumentException if the document, its text, the list or a chunk is null, a chunk ends after the text, the
     *     prompt with its title fills all of {@link #maxTokens()}, or for what {@link #embed} refuses in prompt and dimensions
     * @throws ai.magibu.embedding.api.UnsupportedModelException if the model pools otherwise than by the mean
     * @throws ai.magibu.embedding.api.TextTooLongException if a chunk is too long and the policy is {@link OnTooLong#FAIL}; its
     *     index is the chunk's
     * @throws ai.magibu.embedding.api.UnknownTokenException if the document has a token without a row in the embedding matrix
     * @throws ai.magibu.embedding.api.InferenceException if ONNX Runtime fails
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted
     * @throws ai.magibu.embedding.api.OverloadedException with {@link Builder#sharedBatches}, if too much waits already
     * @throws EmbedderClosedException if the embedder is closed before or during the call
     */
    public List<Embedding> embedChunks(Passage document, List<Span> chunks, EncodeOptions options) {
        if (document == null || document.text() == null) {
            throw new IllegalArgumentException("the document is null");
        }
        requireChunks(chunks, document.text().length());
        if (config.pooling().mode() != PoolingMode.MEAN) {
            throw new UnsupportedModelException(
                    info.directory().resolve("modules.json"), "late chunking with pooling " + config.pooling().mode(), "mean pooling");
        }
        EncodeRequest request = request(options);
        config.prompts().resolve(options.prompt(), document); // refuses a title without a place even for an empty list
        return lifecycle.whileOpen(() -> chunks.isEmpty() ? List.of() : chunkEncoder.encode(document, chunks, request));
    }

    private static void requireChunks(List<Span> chunks, int length) {
        if (chunks == null) {
            throw new IllegalArgumentException("the list of chunks is null");
        }
        int position = 0;
        for (Span chunk : chunks) {
            if (chunk == null || chunk.end() > length) {
                throw new IllegalArgumentException("chunk " + position + " is "
                        + (chunk == null ? "null" : chunk + ", but the text has " + length + " characters"));
            }
            position++;
        }
    }

    /** One text's embedding, with what became of the text. */
    public Embedding embed(Passage passage, EncodeOptions options) {
        if (passage == null) {
            throw new IllegalArgumentException("the passage is null");
        }
        return embed(List.of(passage), options).get(0);
    }

    /**
     * The embeddings of texts, in their order, each with what became of the text. They run in batches of like length; the
     * result for a text does not depend on the others.
     *
     * @throws IllegalArgumentException if a passage or its text is null, the prompt is none of the model's, a title has no
     *     place in the prompt, the prompt with its title fills all of {@link #maxTokens()} and the model does not pool it, or the
     *     dimensions are outside 1 to {@link ModelInfo#dimension()}
     * @throws ai.magibu.embedding.api.TextTooLongException if a text is too long and the policy is {@link OnTooLong#FAIL}
     * @throws ai.magibu.embedding.api.UnknownTokenException if a text has a token without a row in the embedding matrix
     * @throws ai.magibu.embedding.api.InferenceException if ONNX Runtime fails
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted
     * @throws ai.magibu.embedding.api.OverloadedException with {@link Builder#sharedBatches}, if too much waits already
     * @throws EmbedderClosedException if the embedder is closed before or during the call
     */
    public List<Embedding> embed(List<Passage> passages, EncodeOptions options) {
        requirePassages(passages);
        EncodeRequest request = request(options);
        return lifecycle.whileOpen(() -> encoder.encode(passages, request));
    }

    /**
     * As {@link #embed(List, EncodeOptions)}, without waiting. What {@code embed} throws completes the future exceptionally, except
     * for {@link IllegalArgumentException}s about null and the options, and the exception for a closed embedder: these are thrown
     * at once.
     *
     * <p>Cancelling the future, or completing it in any other way (by {@link CompletableFuture#orTimeout}, for example), gives the
     * call up. Its run stops within half a second if no other call shares it. Cancelling a future that was derived from this one,
     * by {@code thenApply} for example, does not reach it.
     *
     * <p>What depends on the future runs on its default executor, {@link CompletableFuture#defaultExecutor()}, and so does the end
     * of the call for an {@link EncodeListener}.
     */
    public CompletableFuture<List<Embedding>> embedAsync(List<Passage> passages, EncodeOptions options) {
        requirePassages(passages);
        EncodeRequest request = request(options);
        List<Passage> copy = List.copyOf(passages);
        lifecycle.enter();
        try {
            return encoder.encodeAsync(copy, request, lifecycle::exit);
        } catch (RuntimeException | Error e) {
            lifecycle.exit();
            throw e;
        }
    }

    /**
     * The embeddings of any number of texts, in their order and in bounded memory.
     *
     * <p>The stream that is returned is lazy and for one thread: when an embedding is asked for that is not there yet, some
     * hundred thousand characters of texts are read from {@code passages} and run, in batches of like length. Whoever takes
     * embeddings slowly is waited for. It may be abandoned at any point; closing it closes {@code passages}.
     *
     * <p>A text that is refused, and a failure of {@code passages} itself, is thrown when all embeddings before it have been
     * taken; the failures are those of {@link #embed(List, EncodeOptions)}, a null text among them, and name the text by its
     * position in the stream, from 0. When the model fails, the embeddings of the texts read last are lost. Either ends the
     * stream. The embedder may be closed between two embeddings: the stream then ends with an {@link EmbedderClosedException}.
     *
     * @throws IllegalArgumentException if the prompt is none of the model's, or the dimensions are outside 1 to {@link
     *     ModelInfo#dimension()}
     */
    public Stream<Embedding> embed(Stream<Passage> passages, EncodeOptions options) {
        if (passages == null) {
            throw new IllegalArgumentException("the stream of texts is null");
        }
        EncodeRequest request = request(options);
        TextWindows windows = encoder.windows(passages.iterator(), request);
        return StreamSupport.stream(new EmbeddingSpliterator(encoder, windows, request, lifecycle), false).onClose(passages::close);
    }

    private EncodeRequest request(EncodeOptions options) {
        if (options == null) {
            throw new IllegalArgumentException("the options are null");
        }
        config.prompts().acceptsTitle(options.prompt()); // refuses an unknown prompt even where there is no text
        return new EncodeRequest(
                options.prompt(),
                new Matryoshka(
                        options.dimensions() == null ? dimension : requireDimensions(options.dimensions(), config), config.normalizes()),
                options.onTooLong() == null ? onTooLong : options.onTooLong());
    }

    private static void requirePassages(List<Passage> passages) {
        requireList(passages);
        int position = 0;
        for (Passage passage : passages) {
            if (passage == null || passage.text() == null) {
                throw new IllegalArgumentException("text " + position + " is null");
            }
            position++;
        }
    }

    private static void requireList(List<?> texts) {
        if (texts == null) {
            throw new IllegalArgumentException("the list of texts is null");
        }
    }

    private float[] vector(String text, Prompt prompt) {
        return embed(Passage.of(text), EncodeOptions.of(prompt)).vector();
    }

    private List<float[]> vectors(List<String> texts, Prompt prompt) {
        requireList(texts);
        List<Passage> passages = texts.stream().map(Passage::of).toList();
        return embed(passages, EncodeOptions.of(prompt)).stream().map(Embedding::vector).toList();
    }

    /**
     * The cosine of the angle between two vectors of equal length, −1 to 1; 0 if either is all zeros.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public static float similarity(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors of " + a.length + " and " + b.length + " dimensions have no similarity");
        }
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        double norms = Math.sqrt(squaresA) * Math.sqrt(squaresB);
        return norms == 0 ? 0 : (float) (dot / norms);
    }

    /** The length of the vectors, where a call does not ask for another. */
    public int dimension() {
        return dimension;
    }

    /** The most tokens of a text that are encoded, prompt and special tokens included. */
    public int maxTokens() {
        return maxTokens;
    }

    /** The tokens of a text without a prompt, special tokens included, however long it is. */
    public int countTokens(String text) {
        return countTokens(Passage.of(text), Prompt.NONE);
    }

    /**
     * The tokens of a text under a prompt: what {@link #embed} compares to {@link #maxTokens()}.
     *
     * @throws IllegalArgumentException if the text is null, the prompt is none of the model's, or a title has no place in it
     * @throws IllegalStateException after {@link #close()}
     */
    public int countTokens(Passage passage, Prompt prompt) {
        if (passage == null || passage.text() == null) {
            throw new IllegalArgumentException("the text is null");
        }
        String text = config.prompts().resolve(prompt, passage) + passage.text();
        return lifecycle.whileOpen(() -> tokenizer.count(text));
    }

    /**
     * Whether a title has a place in that prompt.
     *
     * @throws IllegalArgumentException if the prompt is none of the model's
     */
    public boolean acceptsTitle(Prompt prompt) {
        return config.prompts().acceptsTitle(prompt);
    }

    /** The model's tokenizer; it closes with this embedder. */
    public MagibuTokenizer tokenizer() {
        return tokenizer;
    }

    /** What the model's files say. */
    public ModelInfo info() {
        return info;
    }

    /** Where the model runs; never {@link Device#AUTO}. */
    public Device device() {
        return model.session().device();
    }

    /** How exactly the vectors are computed. */
    public Precision precision() {
        return precision;
    }

    /**
     * Identifies the vectors of this embedder. Two embedders with the same identity give the same vectors for the same texts and
     * prompts, so their vectors can share an index. Store it beside an index, and embed everything again when it changes.
     *
     * <p>It consists of the {@linkplain ModelInfo#fingerprint() fingerprint}, the precision, {@link #dimension()} and {@link
     * #maxTokens()}, without white space. The device, threads and batches are not part of it, because they change vectors by rounding
     * only. Neither is the folder. An int8 model also has the version of the conversion, which decides what is rounded. Options of a
     * call, such as other dimensions, are up to the caller.
     */
    public String identity() {
        return ModelInfo.identity(info.fingerprint(), precision, dimension, maxTokens);
    }

    /** How long {@link Builder#load()} took: download, conversion and loading. */
    public Duration loadTime() {
        return loadTime;
    }

    /** The setting {@link Builder#closeTimeout}. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** The calls that are running and waiting now. */
    public Activity activity() {
        return scheduler.activity();
    }

    /**
     * Closes the embedder. New calls, and those that wait for the model, fail at once with an {@link EmbedderClosedException}.
     * Running calls may finish within {@link Builder#closeTimeout}; then they are stopped and fail likewise. Closing again does
     * nothing. If the thread is interrupted, running calls are stopped at once.
     *
     * @throws IllegalStateException from within an {@link EncodeListener}, whose call would wait for itself
     */
    @Override
    public void close() {
        closeWithin(closeTimeout);
    }

    /**
     * As {@link #close()}, with another time for running calls than {@link Builder#closeTimeout}.
     *
     * @param timeout zero or less stops them at once
     */
    public void closeWithin(Duration timeout) {
        if (listeners.isNotifying()) {
            throw new IllegalStateException("this embedder cannot be closed from within one of its calls");
        }
        if (!lifecycle.close()) {
            return;
        }
        scheduler.close();
        boolean interrupted = false;
        try {
            lifecycle.awaitCalls(bounded(timeout));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            if (stop()) {
                tokenizer.ownerCloses();
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

    /** Nanoseconds of a longer time would not fit into a long. */
    private static Duration bounded(Duration timeout) {
        return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    }

    /** Whether nothing uses the model any more. */
    private boolean stop() throws InterruptedException {
        terminated.set(true);
        boolean idle = scheduler.terminate(STOP_TIMEOUT);
        lifecycle.awaitCalls(STOP_TIMEOUT);
        tokenizers.shutdown(); // after the last call, which may still have queued a window
        boolean stopped = tokenizers.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        return stopped && idle && lifecycle.awaitCalls(Duration.ZERO);
    }

    private static int requireDimensions(int dimensions, ModelConfig config) {
        if (dimensions < 1 || dimensions > config.dimension()) {
            throw new IllegalArgumentException("dimensions must be 1 to " + config.dimension() + " (the model's), not " + dimensions);
        }
        return dimensions;
    }

    /** Settings for loading. Only the model is required. Not safe for concurrent use. */
    public static final class Builder {

        private @Nullable ModelSource model;
        private Device device = Device.AUTO;
        private @Nullable Precision precision;
        private int threads;
        private boolean memoryArena = true;
        private @Nullable Integer maxTokens;
        private @Nullable Integer maxBatchTokens;
        private boolean sharedBatches;
        private @Nullable Integer maxWaitingTokens;
        private OnTooLong onTooLong = OnTooLong.TRUNCATE;
        private @Nullable Integer dimensions;
        private Duration closeTimeout = Duration.ofSeconds(10);
        private long loadStart;
        private final List<EncodeListener> listeners = new ArrayList<>();
        private Path cacheDirectory = UserCache.directory();
        private @Nullable FileStamps stamps;

        private Builder() {}

        /** The SentenceTransformers directory (the folder that holds {@code modules.json}), or what {@link ModelExporter} wrote. */
        public Builder model(Path directory) {
            return model(ModelSource.folder(directory));
        }

        /**
         * A folder, a model of the Hugging Face hub ({@code owner/name} or {@code owner/name@revision}), or {@code
         * classpath:/folder/}; see {@link ModelSource#parse(String)}.
         *
         * @throws IllegalArgumentException if it is none of them
         */
        public Builder model(String source) {
            return model(ModelSource.parse(source));
        }

        /** Where the model comes from; its files are fetched by {@link #load()} if they are not on this machine. */
        public Builder model(ModelSource source) {
            this.model = required("model", source);
            return this;
        }

        /** Where to run; default {@link Device#AUTO}. */
        public Builder device(Device newDevice) {
            this.device = required("device", newDevice);
            return this;
        }

        /**
         * How exactly to compute; default {@link Precision#FP32}, for an exported model what it was exported in. {@link
         * Precision#INT8} needs the CPU, and {@link Device#AUTO} then takes it; {@link Precision#BF16} needs CUDA likewise.
         */
        public Builder precision(Precision newPrecision) {
            this.precision = newPrecision;
            return this;
        }

        /** Threads of one run on the CPU, from 1; default: the physical cores, or fewer where a container's limit is lower. */
        public Builder threads(int newThreads) {
            this.threads = requirePositive("threads", newThreads);
            return this;
        }

        /**
         * Whether memory is kept from one run to the next; default true. False gives it back after each run, which costs
         * time.
         */
        public Builder memoryArena(boolean enabled) {
            this.memoryArena = enabled;
            return this;
        }

        /** A limit below the model's own, in tokens, prompt and special tokens included; default: the model's. */
        public Builder maxTokens(int newMaxTokens) {
            this.maxTokens = requirePositive("maxTokens", newMaxTokens);
            return this;
        }

        /**
         * The most tokens of one batch, padding included; default 256 for each thread, from 512 to 16,384, and 16,384 on CUDA.
         * Memory grows with it, and so does the time for which a call holds up others. A single text longer than this goes
         * alone.
         */
        public Builder maxBatchTokens(int newMaxBatchTokens) {
            this.maxBatchTokens = requirePositive("maxBatchTokens", newMaxBatchTokens);
            return this;
        }

        /**
         * Whether calls of several threads share batches; default false. A call that comes while the model is idle runs at once.
         * Those that come during a run wait, take turns of one batch, and go through the model together if their lengths suit.
         * Calls too large for one batch have a queue of their own, whose batches run beside the others', so that a query does not
         * wait for bulk work.
         *
         * <p>For services whose many callers have a text or a few each. Without it each call has batches of its own, which run
         * beside those of the other calls (as many at a time as the machine has processors, at least four) and share the threads.
         */
        public Builder sharedBatches(boolean enabled) {
            this.sharedBatches = enabled;
            return this;
        }

        /**
         * With {@link #sharedBatches}, the most tokens that may wait in a queue for their next batch before a further call is
         * refused with an {@link ai.magibu.embedding.api.OverloadedException}; a large call counts as one batch. Default: 32
         * batches' worth. Divided by the machine's tokens per second it is about the longest wait.
         */
        public Builder maxWaitingTokens(int tokens) {
            this.maxWaitingTokens = requirePositive("maxWaitingTokens", tokens);
            return this;
        }

        /** What happens to too long a text, where a call does not say; default {@link OnTooLong#TRUNCATE}. */
        public Builder onTooLong(OnTooLong policy) {
            this.onTooLong = required("onTooLong", policy);
            return this;
        }

        /** The length of the vectors, where a call does not say; 1 to the model's, which is the default. */
        public Builder dimensions(int newDimensions) {
            this.dimensions = requirePositive("dimensions", newDimensions);
            return this;
        }

        /**
         * Where the converted model is kept, and one from a jar extracted; default: {@code magibu} in the user's cache directory as
         * the platform has it. Needs about three bytes for each of the BF16 model's two; may be read-only once the model is there.
         */
        public Builder cacheDirectory(Path directory) {
            this.cacheDirectory = required("cacheDirectory", directory);
            return this;
        }

        /**
         * How long {@link MagibuEmbedder#close()} lets running calls finish before it stops them; default 10 seconds. Zero stops
         * them at once.
         */
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = bounded(required("closeTimeout", timeout));
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("closeTimeout must not be negative: " + timeout);
            }
            return this;
        }

        /** Registers a listener that is notified of every call and every run of the model; several may be added. */
        public Builder listener(EncodeListener listener) {
            this.listeners.add(required("listener", listener));
            return this;
        }

        private static <T> T required(String name, @Nullable T value) {
            if (value == null) {
                throw new IllegalArgumentException("the " + name + " is null");
            }
            return value;
        }

        private static int requirePositive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }

        /**
         * Fetches the files if they are not on this machine, checks them, converts them if that has not been done before (seconds),
         * and loads the model.
         *
         * @throws IllegalArgumentException if no model is set, a setting goes beyond what the model can, or the device does not
         *     have the precision
         * @throws ai.magibu.embedding.api.ModelSourceException if a file is missing or cannot be fetched or read
         * @throws ai.magibu.embedding.api.ModelFormatException if a file is malformed or contradicts another
         * @throws ai.magibu.embedding.api.UnsupportedModelException if the model needs what is not computed here
         * @throws ai.magibu.embedding.api.GraphExportException if the converted model cannot be written
         * @throws ai.magibu.embedding.api.DeviceUnavailableException if CUDA is requested and does not work
         * @throws ai.magibu.embedding.api.InferenceException if ONNX Runtime cannot load it, or a native library cannot be
         *     loaded
         */
        public MagibuEmbedder load() {
            if (model == null) {
                throw new IllegalArgumentException("no model is set: call model(…) with a folder or the hub's owner/name");
            }
            loadStart = System.nanoTime();
            ResolvedModel resolved = model.resolve(ModelParts.ALL, cacheDirectory);
            this.stamps = FileStamps.in(resolved.folder());
            return ExportedModel.isIn(resolved.folder())
                    ? load(resolved, ExportedModel.open(resolved.folder()))
                    : load(resolved, CheckedModel.open(resolved.folder()));
        }

        private MagibuEmbedder load(ResolvedModel resolved, ExportedModel exported) {
            Precision itsOwn = exported.manifest().precision();
            if (precision != null && precision != itsOwn) {
                throw new IllegalArgumentException("the model in " + exported.folder() + " was exported in " + itsOwn + " and cannot run in "
                        + precision + "; export it again, or leave the precision out");
            }
            TokenizerLoading tokenizer = tokenizer(resolved, exported.tokenizer(), exported.config());
            try {
                ModelInfo info = ModelInfo.of(resolved, exported);
                return load(info, exported.config(), tokenizer, itsOwn, true, exported::graph, exported.files());
            } finally {
                tokenizer.discard();
            }
        }

        private MagibuEmbedder load(ResolvedModel resolved, CheckedModel snapshot) {
            Precision chosen = precision == null ? Precision.FP32 : precision;
            TokenizerLoading tokenizer = tokenizer(resolved, snapshot.tokenizer(), snapshot.config());
            try {
                ModelInfo info = ModelInfo.of(resolved, snapshot);
                GraphCache cache = new GraphCache(cacheDirectory);
                boolean converted = cache.has(info.fingerprint(), chosen);
                Supplier<CompiledGraph> graph = () -> cache.get(snapshot, info.fingerprint(), chosen);
                return load(info, snapshot.config(), tokenizer, chosen, converted, graph, snapshot.files());
            } finally {
                tokenizer.discard();
            }
        }

        /** Loads while the files are hashed, unless another embedder probably has it already. */
        private static TokenizerLoading tokenizer(ResolvedModel resolved, Path file, ModelConfig config) {
            TokenizerLoading tokenizer = new TokenizerLoading(() -> TextTokenizer.load(file, config));
            if (!SharedModel.isOpen(resolved.folder())) {
                tokenizer.start();
            }
            return tokenizer;
        }

        /**
         * Where to run in a precision that not every device has.
         *
         * @throws IllegalArgumentException if the device asked for has it not
         */
        private static Device device(Device asked, Precision precision) {
            return switch (precision) {
                case FP32 -> asked;
                case INT8 -> {
                    if (asked.kind() == Device.Kind.CUDA) {
                        throw new IllegalArgumentException(
                                "int8 runs on the CPU only: take fp32 or bf16 on " + asked + ", or the device cpu");
                    }
                    yield Device.CPU;
                }
                case BF16 -> {
                    if (asked.kind() == Device.Kind.CPU) {
                        throw new IllegalArgumentException("bf16 runs on CUDA only: take fp32 or int8 on the CPU");
                    }
                    yield asked.kind() == Device.Kind.AUTO ? Device.cuda(0) : asked;
                }
            };
        }

        /** What can be refused is refused before a conversion, which takes seconds. */
        private MagibuEmbedder load(
                ModelInfo info,
                ModelConfig config,
                TokenizerLoading tokenizer,
                Precision chosen,
                boolean converted,
                Supplier<CompiledGraph> graph,
                List<Path> files) {
            Device where = device(device, chosen);
            OnnxSession.requireAvailable(where);
            Integer asked = dimensions == null ? config.truncateDimension() : dimensions;
            int dimension = requireDimensions(asked == null ? config.dimension() : asked, config);
            SessionSettings settings = new SessionSettings(where, runThreads(), memoryArena);
            SharedModel.Key key = new SharedModel.Key(info.directory(), info.fingerprint(), chosen, settings);
            SharedModel shared = SharedModel.acquire(key, tokenizer, () -> {
                if (!converted) {
                    limit(config, tokenizer.await());
                }
                OnnxSession session = OnnxSession.load(graph.get(), settings);
                try {
                    Objects.requireNonNull(stamps).requireUnchanged(files);
                } catch (RuntimeException e) {
                    session.close();
                    throw e;
                }
                return session;
            });
            try {
                return new MagibuEmbedder(info, config, shared, this, chosen, limit(config, shared.tokenizer()), dimension);
            } catch (RuntimeException | Error e) {
                shared.release();
                throw e;
            }
        }

        /** 0 for ONNX Runtime's choice. */
        private int runThreads() {
            return threads == 0 ? DefaultThreads.count() : threads;
        }

        private BatchSettings batches(Device usedDevice) {
            return BatchSettings.of(usedDevice, runThreads(), maxBatchTokens, sharedBatches, maxWaitingTokens);
        }

        private int limit(ModelConfig config, TextTokenizer tokenizer) {
            int limit = maxTokens == null ? config.maxTokens() : maxTokens;
            if (limit > config.maxTokens() || limit <= tokenizer.specialTokens()) {
                throw new IllegalArgumentException("maxTokens must be " + (tokenizer.specialTokens() + 1) + " to " + config.maxTokens()
                        + " (the model's), not " + limit);
            }
            return limit;
        }
    }
}

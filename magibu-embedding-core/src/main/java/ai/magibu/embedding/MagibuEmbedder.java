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
import ai.magibu.embedding.internal.encode.EncodeEngine;
import ai.magibu.embedding.internal.encode.Matryoshka;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

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
 * <p><b>Methods.</b> The {@code encode} methods return float vectors. The {@code embed} methods return {@link Embedding}s, which also tell
 * how much of a text was used, and take {@link EncodeOptions}. {@link #encode} uses the model's default prompt (usually none), {@link
 * #encodeQuery} and {@link #encodeDocument} the prompts for queries and documents. Make all vectors of one index in the same way.
 *
 * <p><b>Texts</b> are used as they are. An empty or blank text has an embedding: that of the prompt and the special tokens. A lone
 * surrogate counts as U+FFFD. A text longer than {@link #maxTokens()} is truncated and reported ({@link Embedding#droppedTokens()}, and a
 * warning in the log), or rejected, depending on {@link OnTooLong}.
 *
 * <p><b>Errors.</b> Invalid arguments, such as null, give an {@link IllegalArgumentException} that names the position of the text. Use
 * after {@link #close()} gives an {@link EmbedderClosedException}. All else is a {@link ai.magibu.embedding.api.MagibuException}.
 *
 * <p><b>Threads.</b> Safe for concurrent use. Callers wait, and a waiting virtual thread frees its carrier. A call stops, even in the
 * middle of a run, when its thread is interrupted, its future is cancelled, or the embedder is closed and {@link
 * EmbedderSettings#closeTimeout()} has passed. Set {@link EmbedderSettings.Builder#sharedBatches} if many threads call at once.
 */
public final class MagibuEmbedder implements AutoCloseable {

    private final EmbedderSettings settings;
    private final ModelInfo info;
    private final Precision precision;
    private final EncodeEngine engine;
    private final MagibuTokenizer tokenizer;
    private final Duration loadTime;

    MagibuEmbedder(EmbedderSettings settings, ModelInfo info, Precision precision, EncodeEngine engine, Duration loadTime) {
        this.settings = settings;
        this.info = info;
        this.precision = precision;
        this.engine = engine;
        this.tokenizer = new MagibuTokenizer(engine.model().tokenizer(), engine.tokenizing(), false);
        this.loadTime = loadTime;
    }

    /** Returns a builder of settings, whose {@link EmbedderSettings.Builder#load() load()} loads the model. */
    public static EmbedderSettings.Builder builder() {
        return EmbedderSettings.builder();
    }

    /**
     * Downloads the model's files if they are not on this machine, checks them, compiles the graph if that has not been done before
     * (seconds), and loads the model.
     *
     * @param listeners are notified of every call and every run of the model
     * @throws IllegalArgumentException if no model is set, or the model or the device does not support a setting
     * @throws ai.magibu.embedding.api.MagibuException if the model's files, the cache, the device or ONNX Runtime cannot be used; each
     *     cause has its own subclass
     */
    public static MagibuEmbedder load(EmbedderSettings settings, List<EncodeListener> listeners) {
        return new ModelLoader(settings, listeners).load();
    }

    /** Returns the vector of a text under the model's default prompt: {@link #dimension()} floats. */
    public float[] encode(String text) {
        return vector(Passage.of(text), Prompt.DEFAULT);
    }

    /** Returns the vectors of texts under the model's default prompt, in their order. */
    public List<float[]> encode(List<String> texts) {
        return vectors(texts, Prompt.DEFAULT);
    }

    /** Returns the vector of a search query: {@link #dimension()} floats. */
    public float[] encodeQuery(String query) {
        return vector(Passage.of(query), Prompt.QUERY);
    }

    /** Returns the vectors of search queries, in their order. */
    public List<float[]> encodeQuery(List<String> queries) {
        return vectors(queries, Prompt.QUERY);
    }

    /** Returns the vector of a passage that queries should find: {@link #dimension()} floats. */
    public float[] encodeDocument(String document) {
        return vector(Passage.of(document), Prompt.DOCUMENT);
    }

    /** Returns the vector of a passage with an optional title. */
    public float[] encodeDocument(Passage document) {
        return vector(document, Prompt.DOCUMENT);
    }

    /** Returns the vectors of passages that queries should find, in their order. */
    public List<float[]> encodeDocument(List<String> documents) {
        return vectors(documents, Prompt.DOCUMENT);
    }

    /** Returns the vectors of a document's chunks: {@link #embedChunks} under {@link Prompt#DOCUMENT}. */
    public List<float[]> encodeChunks(String document, List<Span> chunks) {
        return embedChunks(Passage.of(document), chunks, EncodeOptions.of(Prompt.DOCUMENT)).stream().map(Embedding::vector).toList();
    }

    private float[] vector(Passage passage, Prompt prompt) {
        return embed(passage, EncodeOptions.of(prompt)).vector();
    }

    @SuppressWarnings("NullAway") // embed rejects null with the same message as for passages
    private List<float[]> vectors(List<String> texts, Prompt prompt) {
        List<Passage> passages = texts == null ? null : texts.stream().map(Passage::of).toList();
        return embed(passages, EncodeOptions.of(prompt)).stream().map(Embedding::vector).toList();
    }

    /** Returns the embedding of one text. See {@link #embed(List, EncodeOptions)}. */
    public Embedding embed(Passage passage, EncodeOptions options) {
        return embed(Collections.singletonList(passage), options).get(0);
    }

    /**
     * Returns the embeddings of texts, in their order. Texts of similar length run in one batch, which does not change the results.
     *
     * @throws IllegalArgumentException if a passage or its text is null, if the model does not define the prompt, if the prompt has no
     *     place for the title or uses up {@link #maxTokens()}, or if the dimensions are outside 1 to {@link ModelInfo#dimension()}
     * @throws ai.magibu.embedding.api.TextTooLongException if a text is too long and the policy is {@link OnTooLong#FAIL}
     * @throws ai.magibu.embedding.api.UnknownTokenException if a text has a token without a row in the embedding matrix
     * @throws ai.magibu.embedding.api.InferenceException if ONNX Runtime fails
     * @throws ai.magibu.embedding.api.EncodeInterruptedException if the thread is interrupted
     * @throws ai.magibu.embedding.api.OverloadedException if batches are shared and too many tokens wait already
     * @throws EmbedderClosedException if the embedder is closed before or during the call
     */
    public List<Embedding> embed(List<Passage> passages, EncodeOptions options) {
        return engine.embed(passages, options);
    }

    /**
     * Returns the embeddings of texts without waiting. What {@link #embed(List, EncodeOptions)} throws completes the future exceptionally.
     * Only {@link IllegalArgumentException}s about null and the options, and the {@link EmbedderClosedException}, are thrown at once.
     *
     * <p>Cancelling the future, or completing it in another way (by {@link CompletableFuture#orTimeout}, for example), gives the call up.
     * Its run stops within half a second if no other call shares it. Cancelling a derived future, of {@code thenApply} for example, does
     * not. Dependent stages and the ends of {@link EncodeListener}s run on {@link CompletableFuture#defaultExecutor()}.
     */
    public CompletableFuture<List<Embedding>> embedAsync(List<Passage> passages, EncodeOptions options) {
        return engine.embedAsync(passages, options);
    }

    /**
     * Returns the embeddings of any number of texts, in their order and in bounded memory. The stream is lazy and for one thread: it reads
     * some hundred thousand characters of texts and runs them when their first embedding is requested, and produces no faster than it is
     * consumed. It may be abandoned at any point. Closing it closes {@code passages}.
     *
     * <p>A rejected text, or a failure of {@code passages}, is thrown after all embeddings before it have been taken, and ends the stream.
     * The failures are those of {@link #embed(List, EncodeOptions)} and name the text by its position in the stream, from 0. If the model
     * fails, the embeddings of the texts read last are lost. The prompt and the dimensions are checked at once.
     */
    public Stream<Embedding> embed(Stream<Passage> passages, EncodeOptions options) {
        return engine.embed(passages, options);
    }

    /**
     * Returns the embeddings of a document's chunks by late chunking. The document goes through the model once, whole. Each chunk's
     * embedding is the mean of its own tokens there, followed by the model's dense layers. References to the rest of the document ("it",
     * "the city") are therefore part of the chunk's vector. The chunks may overlap, leave gaps, and come in any order.
     *
     * <p>A token belongs to the chunk that holds its first character other than white space. Special tokens and the prompt belong to none.
     * A chunk inside a word, in which no token begins, gets the tokens that it shares a character with. A document longer than {@link
     * #maxTokens()} goes through in parts that overlap by a quarter or more, and a chunk is pooled in the part with most context on both
     * sides. Only a chunk that is itself too long for a part is truncated and reported, or rejected, depending on {@link OnTooLong}.
     *
     * @param chunks places in the document's text (without the title)
     * @return an embedding for each chunk, in their order: its {@linkplain Embedding#tokens() tokens} are those that were pooled, its
     *     {@linkplain Embedding#droppedTokens() dropped tokens} those that did not fit into a part
     * @throws IllegalArgumentException as {@link #embed(List, EncodeOptions)}, or if a chunk is null or ends after the text
     * @throws ai.magibu.embedding.api.UnsupportedModelException if the model does not pool by the mean
     * @throws ai.magibu.embedding.api.TextTooLongException if a chunk is too long and the policy is {@link OnTooLong#FAIL}; its index is
     *     the chunk's
     */
    public List<Embedding> embedChunks(Passage document, List<Span> chunks, EncodeOptions options) {
        return engine.embedChunks(document, chunks, options);
    }

    /** Returns the cosine of two vectors of equal length: −1 to 1, or 0 if either is all zeros. Other lengths are illegal arguments. */
    public static float similarity(float[] a, float[] b) {
        return Matryoshka.cosine(a, b);
    }

    /** Returns the length of the vectors if a call does not ask for another. */
    public int dimension() {
        return engine.defaults().dimension();
    }

    /** Returns the most tokens of a text that are encoded, prompt and special tokens included. */
    public int maxTokens() {
        return engine.defaults().maxTokens();
    }

    /** Returns the number of tokens of a text without a prompt, special tokens included, however long it is. */
    public int countTokens(String text) {
        return countTokens(Passage.of(text), Prompt.NONE);
    }

    /** Returns the number of tokens of a text under a prompt, which {@link #embed} compares to {@link #maxTokens()}. */
    public int countTokens(Passage passage, Prompt prompt) {
        return engine.countTokens(passage, prompt);
    }

    /** Returns whether a title has a place in a prompt; throws an {@link IllegalArgumentException} if the model does not define it. */
    public boolean acceptsTitle(Prompt prompt) {
        return engine.acceptsTitle(prompt);
    }

    /** Returns the model's tokenizer. It closes with this embedder. */
    public MagibuTokenizer tokenizer() {
        return tokenizer;
    }

    /** Returns what the model's files say. */
    public ModelInfo info() {
        return info;
    }

    /** Returns the settings this embedder was loaded with. */
    public EmbedderSettings settings() {
        return settings;
    }

    /** Returns the device the model runs on, never {@link Device#AUTO}. */
    public Device device() {
        return engine.model().session().device();
    }

    /** Returns the precision of the computation. */
    public Precision precision() {
        return precision;
    }

    /** Returns the versions of the native libraries. */
    public RuntimeInfo runtime() {
        return RuntimeInfo.current();
    }

    /**
     * Returns what identifies the vectors of this embedder. Two embedders with the same identity give the same vectors for the same texts
     * and prompts, so their vectors can share an index. Store it with an index, and embed everything again when it changes.
     * It consists of the {@linkplain ModelInfo#fingerprint() fingerprint}, the precision, {@link #dimension()} and {@link #maxTokens()},
     * and for int8 the version of the compiled graph, without white space. The folder, device, threads and batches are not part of it,
     * because they change vectors by rounding at most. Options of a call, such as other dimensions, are not part of it.
     */
    public String identity() {
        return ModelInfo.identity(info.fingerprint(), precision, dimension(), maxTokens());
    }

    /** Returns how long loading took, download and compilation included. */
    public Duration loadTime() {
        return loadTime;
    }

    /** Returns the number of calls that are running and waiting now. */
    public Activity activity() {
        return engine.activity();
    }

    /**
     * Closes the embedder. New calls, and calls that wait for the model, fail at once with an {@link EmbedderClosedException}. Running
     * calls may finish within {@link EmbedderSettings#closeTimeout()}, or until this thread is interrupted; then they are stopped and fail
     * too. Closing again does nothing.
     *
     * @throws IllegalStateException from within an {@link EncodeListener}, whose call would wait for itself
     */
    @Override
    public void close() {
        closeWithin(settings.closeTimeout());
    }

    /** Closes the embedder like {@link #close()}, with another timeout; zero or less stops running calls at once. */
    public void closeWithin(Duration timeout) {
        engine.close(timeout);
    }
}

package ai.magibu.cache.embedder;

import ai.magibu.cache.CacheKey;
import ai.magibu.cache.CacheStatistics;
import ai.magibu.cache.CachedVector;
import ai.magibu.cache.EmbeddingCache;
import ai.magibu.cache.internal.CachedCalls;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link MagibuEmbedder} that embeds only texts that are not in a cache. Thread-safe. It does not own the embedder: the caller closes
 * it. Texts in the cache need no open embedder.
 *
 * <p>The key consists of {@link MagibuEmbedder#identity()}, the prompt, the dimensions, the policy for long texts, the title and the
 * text. A text that occurs twice in a call is embedded once. Threads that embed the same new text at the same time may each embed it.
 * The texts of a call are stored when the whole call has succeeded.
 */
public final class CachedEmbedder {

    private final MagibuEmbedder embedder;
    private final CachedCalls calls;

    /** Creates a decorator with its own {@linkplain #statistics() statistics}. Several may share a cache. */
    public CachedEmbedder(MagibuEmbedder embedder, EmbeddingCache cache) {
        this.embedder = Objects.requireNonNull(embedder, "embedder");
        this.calls = new CachedCalls(cache);
    }

    /** Returns the embedding of one text. See {@link #embed(List, EncodeOptions)}. */
    public Embedding embed(Passage passage, EncodeOptions options) {
        return embed(Collections.singletonList(passage), options).get(0);
    }

    /**
     * Returns the embeddings of texts, in their order. The tokens and dropped tokens of a text from the cache are those of its
     * embedding then.
     *
     * @throws RuntimeException what {@link MagibuEmbedder#embed(List, EncodeOptions)} throws; an index is the position in this list
     */
    public List<Embedding> embed(List<Passage> passages, EncodeOptions options) {
        if (isInvalid(passages, options)) {
            return embedder.embed(passages, options); // reports it
        }
        return embeddings(calls.embed(keys(passages, options),
                positions -> vectors(embedder.embed(positions.stream().map(passages::get).toList(), options))));
    }

    /**
     * Returns the embeddings of texts without waiting. See {@link MagibuEmbedder#embedAsync}. The cache is read on {@link
     * CompletableFuture#defaultExecutor()}. Cancelling the future stops the model.
     */
    public CompletableFuture<List<Embedding>> embedAsync(List<Passage> passages, EncodeOptions options) {
        if (isInvalid(passages, options)) {
            return embedder.embedAsync(passages, options);
        }
        List<Passage> texts = List.copyOf(passages);
        CompletableFuture<List<CachedVector>> run = calls.embedAsync(keys(texts, options),
                positions -> embedder.embedAsync(positions.stream().map(texts::get).toList(), options).thenApply(CachedEmbedder::vectors));
        CompletableFuture<List<Embedding>> result = run.thenApply(CachedEmbedder::embeddings);
        // A dependent future that is cancelled, or times out, does not stop the one that it depends on.
        result.whenComplete((ignored, failure) -> run.cancel(true));
        return result;
    }

    /** Returns the counts of this decorator. */
    public CacheStatistics statistics() {
        return calls.statistics();
    }

    @SuppressWarnings("ConstantValue") // callers without null checks
    private static boolean isInvalid(List<Passage> passages, EncodeOptions options) {
        return passages == null || options == null || passages.stream().anyMatch(passage -> passage == null || passage.text() == null);
    }

    private List<CacheKey> keys(List<Passage> passages, EncodeOptions options) {
        String identity = embedder.identity();
        String prompt = options.prompt().kind().name();
        String promptName = options.prompt().name();
        int dimensions = options.dimensions() == null ? embedder.dimension() : options.dimensions();
        OnTooLong onTooLong = options.onTooLong() == null ? embedder.settings().onTooLong() : options.onTooLong();
        return passages.stream()
                .map(passage -> CacheKey.of(identity, List.of("core", prompt, promptName, Integer.toString(dimensions), onTooLong.name(),
                        passage.hasTitle() ? Objects.requireNonNull(passage.title()) : "", passage.text())))
                .toList();
    }

    private static List<CachedVector> vectors(List<Embedding> embeddings) {
        return embeddings.stream()
                .map(embedding -> new CachedVector(embedding.vector(), embedding.tokens(), embedding.droppedTokens()))
                .toList();
    }

    private static List<Embedding> embeddings(List<CachedVector> vectors) {
        return vectors.stream().map(vector -> new Embedding(vector.vector(), vector.tokens(), vector.droppedTokens())).toList();
    }
}

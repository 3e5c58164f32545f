package ai.magibu.cache.springai;

import ai.magibu.cache.CacheKey;
import ai.magibu.cache.CacheStatistics;
import ai.magibu.cache.CachedVector;
import ai.magibu.cache.EmbeddingCache;
import ai.magibu.cache.internal.CachedCalls;
import ai.magibu.springai.MagibuEmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * A Spring AI embedding model that calls another only for texts that are not in a cache. Thread-safe if the other model is.
 *
 * <h2>Keys</h2>
 *
 * The key consists of the model's identity, the text, the options, and for documents the metadata that the model embeds ({@link
 * Builder#metadataKeys}). The text of a document is {@link EmbeddingModel#getEmbeddingContent} of the model. The identity of a {@code
 * MagibuEmbeddingModel} comes from the model, and contains its prompts. For other models, {@link Builder#identity} is required. Strings
 * and documents have separate keys, because a model may embed them in different ways.
 *
 * <p>Calls with options of an unknown class, and documents without text, go to the model and are not cached. Known are {@code
 * EmbeddingOptions.builder()}, and for a {@code MagibuEmbeddingModel} its own options.
 *
 * <h2>Results</h2>
 *
 * A text that occurs twice in a call is embedded once. The texts of a call are stored when the whole call has succeeded. The usage counts
 * only what went through the model in this call; it is 0 if all texts were in the cache. The metadata of a {@code MagibuEmbeddingModel}
 * reports truncated texts from the cache too. Exceptions are those of the model, and the index of a {@link
 * ai.magibu.embedding.api.MagibuException} is the position in the caller's list. The model's observations are those of the texts that it
 * embeds.
 *
 * <p>Threads that embed the same new text at the same time may each embed it.
 */
public final class CachedEmbeddingModel implements EmbeddingModel {

    private final EmbeddingModel model;
    private final Delegate delegate;
    private final List<String> metadataKeys;
    private final CachedCalls calls;

    private CachedEmbeddingModel(EmbeddingModel model, Delegate delegate, List<String> metadataKeys, EmbeddingCache cache) {
        this.model = model;
        this.delegate = delegate;
        this.metadataKeys = metadataKeys;
        this.calls = new CachedCalls(cache);
    }

    /** Returns a builder of a decorated model. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the counts of this decorator. */
    public CacheStatistics statistics() {
        return calls.statistics();
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        List<String> options = request == null ? null : delegate.parts(request.getOptions());
        if (options == null || request.getInstructions() == null || request.getInstructions().stream().anyMatch(Objects::isNull)) {
            return model.call(request);
        }
        String identity = delegate.identity();
        List<String> texts = request.getInstructions();
        AtomicReference<@Nullable EmbeddingResponseMetadata> metadata = new AtomicReference<>();
        List<CachedVector> vectors = calls.embed(texts.stream().map(text -> key(identity, "string", options, List.of(text))).toList(),
                positions -> {
                    List<String> missing = positions.stream().map(texts::get).toList();
                    EmbeddingResponse response = model.call(new EmbeddingRequest(missing, request.getOptions()));
                    metadata.set(response.getMetadata());
                    return vectors(response);
                });
        return response(vectors, metadata.get());
    }

    private static CacheKey key(String identity, String kind, List<String> options, List<String> text) {
        List<String> parts = new ArrayList<>(List.of("spring-ai " + kind, Integer.toString(options.size())));
        parts.addAll(options);
        parts.addAll(text);
        return CacheKey.of(identity, parts);
    }

    private List<CachedVector> vectors(EmbeddingResponse response) {
        List<Integer> dropped = delegate.droppedTokens(response.getMetadata(), response.getResults().size());
        List<CachedVector> vectors = new ArrayList<>(response.getResults().size());
        for (Embedding embedding : response.getResults()) {
            vectors.add(new CachedVector(embedding.getOutput(), 0, dropped.get(vectors.size())));
        }
        return vectors;
    }

    private EmbeddingResponse response(List<CachedVector> vectors, @Nullable EmbeddingResponseMetadata computed) {
        List<Embedding> embeddings = new ArrayList<>(vectors.size());
        for (CachedVector vector : vectors) {
            embeddings.add(new Embedding(vector.vector(), embeddings.size()));
        }
        return new EmbeddingResponse(
                embeddings, delegate.metadata(computed, vectors.stream().map(CachedVector::droppedTokens).toList()));
    }

    @Override
    public float[] embed(Document document) {
        if (document == null || document.getText() == null) {
            return model.embed(document);
        }
        CacheKey key = documentKey(delegate.identity(), List.of(), document);
        return calls.embed(List.of(key), positions -> List.of(new CachedVector(model.embed(document), 0, 0))).get(0).vector();
    }

    @Override
    public List<float[]> embed(
            List<Document> documents, @Nullable EmbeddingOptions options, BatchingStrategy batchingStrategy) {
        List<String> parts = delegate.parts(options);
        if (parts == null
                || documents == null
                || batchingStrategy == null
                || documents.stream().anyMatch(document -> document == null || document.getText() == null)) {
            return model.embed(documents, options, batchingStrategy);
        }
        String identity = delegate.identity();
        List<CacheKey> keys = documents.stream().map(document -> documentKey(identity, parts, document)).toList();
        return calls.embed(keys, positions -> {
            List<Document> missing = positions.stream().map(documents::get).toList();
            return model.embed(missing, options, batchingStrategy).stream().map(vector -> new CachedVector(vector, 0, 0)).toList();
        }).stream().map(CachedVector::vector).toList();
    }

    private CacheKey documentKey(String identity, List<String> options, Document document) {
        List<String> parts = new ArrayList<>();
        parts.add(delegate.text(document));
        for (String name : metadataKeys) {
            Object value = document.getMetadata().get(name);
            if (value != null) {
                parts.addAll(List.of(name, value.getClass().getName(), value.toString()));
            }
        }
        return key(identity, "document", options, parts);
    }

    @Override
    public @Nullable String getEmbeddingContent(Document document) {
        return model.getEmbeddingContent(document);
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    /** Builds a {@link CachedEmbeddingModel}. Not thread-safe. */
    public static final class Builder {

        private @Nullable EmbeddingModel model;
        private @Nullable EmbeddingCache cache;
        private @Nullable String identity;
        private List<String> metadataKeys = List.of("title");

        private Builder() {}

        /** Sets the model that embeds the texts that are not in the cache. Required. */
        public Builder model(EmbeddingModel model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Sets the cache. Required. Several decorators may share it. */
        public Builder cache(EmbeddingCache cache) {
            this.cache = Objects.requireNonNull(cache, "cache");
            return this;
        }

        /**
         * Sets the identity of the model, which must change whenever its vectors change: with the model's name, version, dimensions and
         * every other setting. Required, except for a {@code MagibuEmbeddingModel}, whose own identity is used instead.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder identity(String identity) {
            if (identity.isBlank()) {
                throw new IllegalArgumentException("identity must not be blank");
            }
            this.identity = identity;
            return this;
        }

        /** Sets the keys of a document's metadata that the model embeds in addition to the text. Default: {@code title}. */
        public Builder metadataKeys(String... keys) {
            this.metadataKeys = List.of(keys);
            return this;
        }

        /**
         * Creates the decorator. Does not load the model.
         *
         * @throws IllegalStateException if the model or the cache is missing, or the identity of a model that does not have one
         */
        public CachedEmbeddingModel build() {
            if (model == null || cache == null) {
                throw new IllegalStateException("model(…) and cache(…) are required");
            }
            return new CachedEmbeddingModel(model, delegate(model), metadataKeys, cache);
        }

        private Delegate delegate(EmbeddingModel model) {
            if (Delegate.isMagibu(model)) {
                return new MagibuDelegate((MagibuEmbeddingModel) model);
            }
            if (identity == null) {
                throw new IllegalStateException("identity(…) is required for " + model.getClass().getName()
                        + ": a string that changes whenever the model's vectors change");
            }
            return new Delegate.Foreign(model, identity);
        }
    }
}

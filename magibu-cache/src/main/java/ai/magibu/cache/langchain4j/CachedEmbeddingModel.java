package ai.magibu.cache.langchain4j;

import ai.magibu.cache.CacheKey;
import ai.magibu.cache.CacheStatistics;
import ai.magibu.cache.CachedVector;
import ai.magibu.cache.EmbeddingCache;
import ai.magibu.cache.internal.CachedCalls;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A LangChain4j embedding model that calls another only for texts that are not in a cache. Thread-safe if the other model is.
 *
 * <h2>Keys</h2>
 *
 * The key consists of the model's identity, the text, and the segment's metadata that the model embeds ({@link Builder#metadataKeys});
 * for requests, also of the input type and the dimensions. The identity of a {@code MagibuEmbeddingModel} comes from the model, and
 * contains its default prompt. For other models, {@link Builder#identity} is required. Segments and requests have separate keys, because
 * a model may embed them in different ways.
 *
 * <p>Requests with other parameters, or with inputs that are not a single text, go to the model and are not cached.
 *
 * <h2>Results</h2>
 *
 * A text that occurs twice in a call is embedded once. The texts of a call are stored when the whole call has succeeded. The token usage
 * counts only what went through the model in this call; it is 0 if all texts were in the cache. The metadata of a {@code
 * MagibuEmbeddingModel} reports truncated inputs from the cache too. Exceptions are those of the model, and the index of a {@link
 * ai.magibu.embedding.api.MagibuException} is the position in the caller's list. The model's listeners are notified of the texts that it
 * embeds.
 *
 * <p>Threads that embed the same new text at the same time may each embed it.
 */
public final class CachedEmbeddingModel implements EmbeddingModel {

    private static final Set<EmbeddingParameter<?>> CACHED_PARAMETERS =
            Set.of(EmbeddingRequestParameters.INPUT_TYPE, EmbeddingRequestParameters.DIMENSIONS);

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
    public Response<Embedding> embed(@Nullable TextSegment textSegment) {
        if (textSegment == null) {
            return model.embed(textSegment); // reports it
        }
        Response<List<Embedding>> response = embedAll(List.of(textSegment));
        return Response.from(response.content().get(0), response.tokenUsage());
    }

    @Override
    public Response<List<Embedding>> embedAll(@Nullable List<TextSegment> textSegments) {
        if (textSegments == null || textSegments.isEmpty() || textSegments.stream().anyMatch(Objects::isNull)) {
            return model.embedAll(textSegments); // reports it
        }
        AtomicReference<@Nullable TokenUsage> usage = new AtomicReference<>(new TokenUsage(0));
        String identity = delegate.identity();
        List<CachedVector> vectors = calls.embed(textSegments.stream().map(segment -> key(identity, segment)).toList(), positions -> {
            Response<List<Embedding>> response = model.embedAll(positions.stream().map(textSegments::get).toList());
            usage.set(response.tokenUsage());
            return response.content().stream().map(embedding -> new CachedVector(embedding.vector(), 0, 0)).toList();
        });
        return Response.from(embeddings(vectors), usage.get());
    }

    private CacheKey key(String identity, TextSegment segment) {
        List<String> parts = new ArrayList<>(List.of("langchain4j segment", segment.text()));
        for (String name : metadataKeys) {
            Object value = segment.metadata().toMap().get(name);
            if (value != null) {
                parts.addAll(List.of(name, value.getClass().getName(), value.toString()));
            }
        }
        return CacheKey.of(identity, parts);
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        if (!isCached(request)) {
            return model.embed(request);
        }
        AtomicReference<@Nullable EmbeddingResponseMetadata> metadata = new AtomicReference<>();
        List<CachedVector> vectors = calls.embed(keys(request), positions -> {
            EmbeddingResponse response = model.embed(part(request, positions));
            metadata.set(response.metadata());
            return vectors(response);
        });
        return response(vectors, metadata.get());
    }

    /** Embeds without waiting, if the model can. Cancelling the future stops the model. Needs LangChain4j 1.20. */
    @Override
    public CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request) {
        if (!isCached(request)) {
            return model.embedAsync(request);
        }
        AtomicReference<@Nullable EmbeddingResponseMetadata> metadata = new AtomicReference<>();
        CompletableFuture<List<CachedVector>> run = calls.embedAsync(keys(request), positions -> {
            CompletableFuture<EmbeddingResponse> part = model.embedAsync(part(request, positions));
            CompletableFuture<List<CachedVector>> vectors = part.thenApply(response -> {
                metadata.set(response.metadata());
                return vectors(response);
            });
            vectors.whenComplete((ignored, failure) -> part.cancel(true));
            return vectors;
        });
        CompletableFuture<EmbeddingResponse> result = run.thenApply(vectors -> response(vectors, metadata.get()));
        // A dependent future that is cancelled, or times out, does not stop the one that it depends on.
        result.whenComplete((ignored, failure) -> run.cancel(true));
        return result;
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        return embed(request);
    }

    @Override
    public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
        return embedAsync(request);
    }

    private static boolean isCached(@Nullable EmbeddingRequest request) {
        return request != null
                && CACHED_PARAMETERS.containsAll(request.parameters().presentParameters())
                && request.inputs().stream().allMatch(CachedEmbeddingModel::isText);
    }

    /** Returns whether the text is everything in the input. A subclass may have more. */
    private static boolean isText(EmbeddingInput input) {
        return input.getClass() == EmbeddingInput.class
                && input.contents().size() == 1
                && input.contents().get(0).type() == ContentType.TEXT;
    }

    private List<CacheKey> keys(EmbeddingRequest request) {
        String identity = delegate.identity();
        String inputType = String.valueOf(request.inputType());
        String dimensions = String.valueOf(request.dimensions());
        return request.inputs().stream()
                .map(input -> CacheKey.of(identity, List.of("langchain4j request", inputType, dimensions, input.text())))
                .toList();
    }

    private static EmbeddingRequest part(EmbeddingRequest request, List<Integer> positions) {
        return EmbeddingRequest.builder()
                .inputs(positions.stream().map(request.inputs()::get).toList())
                .parameters(request.parameters())
                .build();
    }

    private List<CachedVector> vectors(EmbeddingResponse response) {
        List<Integer> dropped = delegate.droppedTokens(response.metadata(), response.embeddings().size());
        List<CachedVector> vectors = new ArrayList<>(response.embeddings().size());
        for (Embedding embedding : response.embeddings()) {
            vectors.add(new CachedVector(embedding.vector(), 0, dropped.get(vectors.size())));
        }
        return vectors;
    }

    private EmbeddingResponse response(List<CachedVector> vectors, @Nullable EmbeddingResponseMetadata computed) {
        return EmbeddingResponse.builder()
                .embeddings(embeddings(vectors))
                .metadata(delegate.metadata(computed, vectors.stream().map(CachedVector::droppedTokens).toList()))
                .build();
    }

    private static List<Embedding> embeddings(List<CachedVector> vectors) {
        return vectors.stream().map(vector -> Embedding.from(vector.vector())).toList();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public EmbeddingRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return model.supportedParameters();
    }

    @Override
    public Set<ContentType> supportedContentTypes() {
        return model.supportedContentTypes();
    }

    @Override
    public int dimension() {
        return model.dimension();
    }

    @Override
    public String modelName() {
        return model.modelName();
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

        /** Sets the keys of a segment's metadata that the model embeds. Default: {@code title}. */
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

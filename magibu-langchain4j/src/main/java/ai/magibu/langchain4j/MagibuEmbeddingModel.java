package ai.magibu.langchain4j;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's embedding model on a {@link MagibuEmbedder}. Thread-safe, as the embedder is. It does not own the embedder:
 * the code that loaded the embedder closes it, and every later call fails with {@link IllegalStateException}.
 *
 * <h2>Prompts</h2>
 *
 * A request's {@link EmbeddingInputType} chooses the prompt: {@code QUERY} is {@link Prompt#QUERY}, {@code DOCUMENT} is {@link
 * Prompt#DOCUMENT}. LangChain4j's ingestor and retriever send an input type only if {@code embeddingInputType(…)} is set on
 * them, and {@code embed(String)} and {@code embedAll(List)} never send one. A call without an input type has the {@linkplain
 * Builder#defaultPrompt default prompt}.
 *
 * <p>That default is {@link Prompt#DEFAULT}, the model's own; the published model has none. Queries and documents without an input
 * type are then embedded alike, which is how the published model was trained and evaluated. Any other default would put one
 * side's prompt on both sides. The document prompt on both sides retrieves worse than no prompt (nDCG@10 of 0.782 against 0.828 in
 * one user's measurement on the model's teacher). A separate prompt for each side retrieves best (0.871), but only the
 * caller knows which text is a query: set the input type on both sides, or on neither.
 *
 * <h2>Titles</h2>
 *
 * The title is the segment's metadata {@value #TITLE_METADATA_KEY}, if it is a string that is not blank. It goes into the prompt
 * if the prompt has a place for it ({@code "title: none | text: "}); otherwise it is ignored. LangChain4j keeps a
 * segment's metadata only in {@link #embed(TextSegment)} and {@link #embedAll(List)}. An ingestor with an input type makes an {@link
 * EmbeddingRequest}, which contains the text alone. To ingest documents with their titles, give the ingestor {@link
 * #withDefaultPrompt model.withDefaultPrompt(Prompt.DOCUMENT)} and no input type:
 *
 * <pre>{@code
 * EmbeddingStoreIngestor.builder()
 *         .embeddingModel(model.withDefaultPrompt(Prompt.DOCUMENT))
 *         .embeddingStore(store)
 *         .build();
 * EmbeddingStoreContentRetriever.builder()
 *         .embeddingModel(model)
 *         .embeddingInputType(EmbeddingInputType.QUERY)
 *         .embeddingStore(store)
 *         .build();
 * }</pre>
 *
 * <h2>Requests</h2>
 *
 * All inputs of a request go to the embedder in one call, which makes the batches. The per-call parameters {@code INPUT_TYPE} and
 * {@code DIMENSIONS} are supported. LangChain4j rejects others, and inputs that are not text, with {@code
 * UnsupportedFeatureException}. The response's token usage counts the tokens that went through the model, prompts and special
 * tokens included. Its metadata is a {@link MagibuEmbeddingResponseMetadata}, which reports truncated texts.
 *
 * <h2>Asynchronous calls</h2>
 *
 * With LangChain4j 1.20 or newer, {@code embedAsync(request)} and the asynchronous retrievers run on the embedder's own threads and
 * block none of the caller's. Cancelling the future stops the run.
 *
 * <h2>Errors</h2>
 *
 * <p>The embedder's exceptions are thrown unchanged: {@link IllegalArgumentException} (dimensions out of range, a null segment)
 * and the subclasses of {@link ai.magibu.embedding.api.MagibuException}. Their index is the input's position in the request.
 * LangChain4j's own exceptions describe a remote provider's answers and are not used.
 */
public final class MagibuEmbeddingModel extends DimensionAwareEmbeddingModel {

    /** The key of a segment's metadata that holds its title. */
    public static final String TITLE_METADATA_KEY = "title";

    private static final Set<EmbeddingParameter<?>> SUPPORTED_PARAMETERS =
            Set.of(EmbeddingRequestParameters.INPUT_TYPE, EmbeddingRequestParameters.DIMENSIONS);

    private final Supplier<MagibuEmbedder> embedder;
    private final boolean lazy;
    private final Prompt defaultPrompt;
    private final @Nullable String modelName;
    private final List<EmbeddingModelListener> listeners;

    private MagibuEmbeddingModel(
            Supplier<MagibuEmbedder> embedder,
            boolean lazy,
            Prompt defaultPrompt,
            @Nullable String modelName,
            List<EmbeddingModelListener> listeners) {
        if (!lazy) {
            // Resolve the prompt, so that an unknown name fails here and not at the first text.
            embedder.get().acceptsTitle(defaultPrompt);
        }
        this.embedder = embedder;
        this.lazy = lazy;
        this.defaultPrompt = defaultPrompt;
        this.modelName = modelName;
        this.listeners = listeners;
    }

    /** Returns a builder of an embedding model. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a copy of this model with another prompt for calls without an input type. It shares the embedder, the name and the
     * listeners.
     *
     * @throws IllegalArgumentException if the model does not define the prompt; thrown by the first call if the model was {@linkplain
     *     Builder#embedder(Supplier) built on a supplier}
     */
    public MagibuEmbeddingModel withDefaultPrompt(Prompt prompt) {
        return new MagibuEmbeddingModel(embedder, lazy, prompt, modelName, listeners);
    }

    /**
     * @throws IllegalArgumentException if the segment is null
     */
    @Override
    public Response<Embedding> embed(@Nullable TextSegment textSegment) {
        if (textSegment == null) {
            throw new IllegalArgumentException("textSegment cannot be null");
        }
        EmbeddingResponse response = embedSegments(List.of(textSegment));
        return Response.from(response.embeddings().get(0), response.metadata().tokenUsage());
    }

    /**
     * @param textSegments the segments; null is the same as an empty list
     * @return one embedding for each segment, in their order
     * @throws IllegalArgumentException if a segment is null. (LangChain4j's own method leaves such a segment out, and the
     *     embeddings after it belong to the wrong segments.)
     */
    @Override
    public Response<List<Embedding>> embedAll(@Nullable List<TextSegment> textSegments) {
        if (textSegments == null || textSegments.isEmpty()) {
            return Response.from(List.of());
        }
        EmbeddingResponse response = embedSegments(textSegments);
        return Response.from(response.embeddings(), response.metadata().tokenUsage());
    }

    /** Embeds through a request, as LangChain4j's own methods do, so that parameters and listeners are handled in one place. */
    private EmbeddingResponse embedSegments(List<TextSegment> segments) {
        List<EmbeddingInput> inputs = new ArrayList<>(segments.size());
        for (TextSegment segment : segments) {
            if (segment == null) {
                throw new IllegalArgumentException("textSegments[" + inputs.size() + "] cannot be null");
            }
            inputs.add(SegmentInput.of(segment));
        }
        return embed(EmbeddingRequest.builder().inputs(inputs).build());
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        return response(embedder.get().embed(passages(request), options(request)));
    }

    /** Embeds on the embedder's threads. A cancelled future stops the run. */
    @Override
    public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
        CompletableFuture<List<ai.magibu.embedding.api.Embedding>> run =
                embedder.get().embedAsync(passages(request), options(request));
        CompletableFuture<EmbeddingResponse> response = run.thenApply(this::response);
        // A dependent future that is cancelled, or times out, does not stop the one that it depends on.
        response.whenComplete((ignored, failure) -> run.cancel(true));
        return response;
    }

    private List<Passage> passages(EmbeddingRequest request) {
        boolean withTitles = embedder.get().acceptsTitle(promptFor(request.inputType()));
        return request.inputs().stream()
                .map(input -> Passage.titled(withTitles ? SegmentInput.titleOf(input) : null, input.text()))
                .toList();
    }

    private EncodeOptions options(EmbeddingRequest request) {
        return EncodeOptions.of(promptFor(request.inputType())).withDimensions(request.dimensions());
    }

    private Prompt promptFor(@Nullable EmbeddingInputType inputType) {
        if (inputType == null) {
            return defaultPrompt;
        }
        return switch (inputType) {
            case QUERY -> Prompt.QUERY;
            case DOCUMENT -> Prompt.DOCUMENT;
        };
    }

    private EmbeddingResponse response(List<ai.magibu.embedding.api.Embedding> results) {
        List<Embedding> embeddings = new ArrayList<>(results.size());
        List<Integer> droppedTokens = new ArrayList<>(results.size());
        long tokens = 0;
        for (ai.magibu.embedding.api.Embedding result : results) {
            embeddings.add(Embedding.from(result.vector()));
            droppedTokens.add(result.droppedTokens());
            tokens += result.tokens();
        }
        // LangChain4j counts in int, which a few hundred thousand long texts in one request exceed.
        TokenUsage usage = new TokenUsage((int) Math.min(tokens, Integer.MAX_VALUE));
        return EmbeddingResponse.builder()
                .embeddings(embeddings)
                .metadata(new MagibuEmbeddingResponseMetadata(modelName(), usage, droppedTokens))
                .build();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return SUPPORTED_PARAMETERS;
    }

    @Override
    public List<EmbeddingModelListener> listeners() {
        return listeners;
    }

    @Override
    public String modelName() {
        return modelName != null ? modelName : embedder.get().info().name();
    }

    /**
     * Returns what identifies the vectors of calls without parameters: the embedder's {@linkplain MagibuEmbedder#identity() identity},
     * the default prompt and the policy for long texts. Two models with the same identity give the same vectors for the same texts and
     * titles.
     */
    public String identity() {
        // A model may name a prompt "query".
        String prompt = defaultPrompt.kind() == Prompt.Kind.NAMED ? "\"" + defaultPrompt.name() + "\"" : defaultPrompt.kind().name();
        return embedder.get().identity() + " default-prompt=" + prompt + " on-too-long=" + embedder.get().settings().onTooLong();
    }

    /** Returns the length of the vectors of requests that do not set it: the embedder's. Does not embed anything. */
    @Override
    protected Integer knownDimension() {
        return embedder.get().dimension();
    }

    /** Builds a {@link MagibuEmbeddingModel}. Not thread-safe. */
    public static final class Builder {

        private @Nullable Supplier<MagibuEmbedder> embedder;
        private boolean lazy;
        private Prompt defaultPrompt = Prompt.DEFAULT;
        private @Nullable String modelName;
        private List<EmbeddingModelListener> listeners = List.of();

        private Builder() {}

        /** Sets the embedder. Required. The caller closes it. */
        public Builder embedder(MagibuEmbedder embedder) {
            Objects.requireNonNull(embedder, "embedder");
            this.embedder = () -> embedder;
            this.lazy = false;
            return this;
        }

        /**
         * Sets a supplier of the embedder, to load the model at the first call. {@link #build()} does not call the supplier. Every
         * call of the model does, from any thread; the supplier must return the same embedder each time.
         */
        public Builder embedder(Supplier<MagibuEmbedder> embedder) {
            this.embedder = Objects.requireNonNull(embedder, "embedder");
            this.lazy = true;
            return this;
        }

        /**
         * Sets the prompt of calls that have no input type. Default: {@link Prompt#DEFAULT}, the model's own; {@link
         * MagibuEmbeddingModel} says why. {@link #build()} fails if the model does not define the prompt.
         */
        public Builder defaultPrompt(Prompt prompt) {
            this.defaultPrompt = Objects.requireNonNull(prompt, "defaultPrompt");
            return this;
        }

        /**
         * Sets the model's name in responses and for listeners. Default: {@link ai.magibu.embedding.ModelInfo#name()}, such as
         * {@code embeddingmagibu-200m}.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder modelName(String modelName) {
            if (modelName.isBlank()) {
                throw new IllegalArgumentException("modelName must not be blank");
            }
            this.modelName = modelName;
            return this;
        }

        /** Sets the listeners, which are notified of each call in this order. Default: none. */
        public Builder listeners(List<EmbeddingModelListener> listeners) {
            this.listeners = List.copyOf(listeners);
            return this;
        }

        /**
         * Creates the model.
         *
         * @throws IllegalStateException if no embedder was given
         * @throws IllegalArgumentException if the model does not define the default prompt; with a supplier, the first call throws it
         */
        public MagibuEmbeddingModel build() {
            if (embedder == null) {
                throw new IllegalStateException("embedder(…) is required");
            }
            return new MagibuEmbeddingModel(embedder, lazy, defaultPrompt, modelName, listeners);
        }
    }
}

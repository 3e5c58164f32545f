package ai.magibu.springai;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation;
import org.springframework.ai.observation.conventions.AiProvider;

/**
 * Spring AI's embedding model on a {@link MagibuEmbedder}. Thread-safe, as the embedder is. It does not own the embedder: the code
 * that loaded the embedder closes it, and every later call fails with {@link IllegalStateException}.
 *
 * <h2>Prompts</h2>
 *
 * <ul>
 *   <li>Documents have {@link Prompt#DOCUMENT}: {@link #embed(Document)} and {@link #embed(List, EmbeddingOptions,
 *       BatchingStrategy)}.
 *   <li>Strings have the {@linkplain Builder#defaultPrompt default prompt}, which is {@link Prompt#QUERY}: {@code embed(String)},
 *       {@code embed(List)}, {@code embedForResponse} and {@link #call}.
 * </ul>
 *
 * <p>Spring AI's vector stores index documents and search with {@code embed(String)}. So each side has its own prompt without a
 * setting, which retrieves best. {@link MagibuEmbeddingOptions} set another prompt for one call. {@link Builder#defaultPrompt} and
 * {@link Builder#documentPrompt} set it for all calls.
 *
 * <p>Passages that are embedded as strings therefore need the option {@code prompt(Prompt.DOCUMENT)}. Texts that are compared with
 * each other all need the same prompt, such as {@link Prompt#NONE} or {@code Prompt.named("STS")}.
 *
 * <h2>Titles</h2>
 *
 * The title is the document's metadata {@value #TITLE_METADATA_KEY}, if it is a string that is not blank. It goes into the prompt
 * if the prompt has a place for it ({@code "title: none | text: "}). No other metadata is embedded. Spring AI's
 * {@link #getEmbeddingContent} writes metadata into the text. This model does not use it, because {@link #call} would treat a prompt
 * in the text as text and add another. Instead it passes title and text to the embedder, which builds the prompt. A decorator of
 * this model must therefore delegate the methods that take documents, not only {@link #call}.
 *
 * <h2>Requests</h2>
 *
 * All texts of a request go to the embedder in one call, which makes the batches. The response's usage counts the tokens that
 * went through the model, prompts and special tokens included. Its metadata is a {@link MagibuEmbeddingResponseMetadata}, which
 * reports truncated texts. An empty request has an empty response. Of {@link EmbeddingOptions} of another class, the model name and
 * the dimensions are used.
 *
 * <p>The embedder's exceptions are thrown unchanged: {@link IllegalArgumentException} (dimensions out of range, a null text) and
 * the subclasses of {@link ai.magibu.embedding.api.MagibuException}. Their index is the text's position in the request, or the
 * document's position in the list.
 *
 * <h2>Observations</h2>
 *
 * Each request to the embedder is observed under Spring AI's conventions: {@code gen_ai.client.operation} with the provider
 * {@code onnx}, the model's name, the dimensions and the tokens. No text is in a key value.
 */
public final class MagibuEmbeddingModel extends AbstractEmbeddingModel {

    /** The key of a document's metadata that holds its title. */
    public static final String TITLE_METADATA_KEY = "title";

    private static final EmbeddingModelObservationConvention DEFAULT_CONVENTION =
            new DefaultEmbeddingModelObservationConvention();

    private final Supplier<MagibuEmbedder> embedder;
    private final Prompt defaultPrompt;
    private final Prompt documentPrompt;
    private final @Nullable String modelName;
    private final ObservationRegistry observationRegistry;
    private final @Nullable EmbeddingModelObservationConvention observationConvention;

    private MagibuEmbeddingModel(Supplier<MagibuEmbedder> embedder, Builder builder) {
        this.embedder = embedder;
        this.defaultPrompt = builder.defaultPrompt;
        this.documentPrompt = builder.documentPrompt;
        this.modelName = builder.modelName;
        this.observationRegistry = builder.observationRegistry;
        this.observationConvention = builder.observationConvention;
        if (!builder.lazy) {
            // Resolve the prompts, so that an unknown name fails here and not at the first text.
            embedder.get().acceptsTitle(defaultPrompt);
            embedder.get().acceptsTitle(documentPrompt);
        }
    }

    /** Returns a builder of an embedding model. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Embeds the request's strings, with the default prompt unless the options say otherwise.
     *
     * @return one embedding for each string, in their order, with indices from 0
     * @throws IllegalArgumentException if the request, its list or a string is null, or the options name another model, an
     *     unknown prompt, or dimensions out of range
     */
    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        if (request == null || request.getInstructions() == null) {
            throw new IllegalArgumentException("the request and its list of texts must not be null");
        }
        return embed(request.getInstructions().stream().map(Passage::of).toList(), options(request.getOptions(), defaultPrompt));
    }

    /**
     * Returns the document's vector, with the document prompt and its title.
     *
     * @throws IllegalArgumentException if the document is null or has no text
     */
    @Override
    public float[] embed(Document document) {
        requireText(document, "the document");
        MagibuEmbeddingOptions options = options(null, documentPrompt);
        return embed(List.of(passage(document, documentPrompt)), options).getResult().getOutput();
    }

    /**
     * Returns the documents' vectors, with their titles and the document prompt unless the options set another. Each batch is one
     * call of the embedder; {@link MagibuBatchingStrategy} makes batches of a suitable size.
     *
     * @return one vector for each document, in their order
     * @throws IllegalArgumentException if a document is null or has no text (before any is embedded), or the strategy returns
     *     more or fewer documents than it was given
     */
    @Override
    public List<float[]> embed(
            List<Document> documents, @Nullable EmbeddingOptions options, BatchingStrategy batchingStrategy) {
        if (documents == null || batchingStrategy == null) {
            throw new IllegalArgumentException("the documents and the batching strategy must not be null");
        }
        for (int i = 0; i < documents.size(); i++) {
            requireText(documents.get(i), "documents[" + i + "]");
        }
        MagibuEmbeddingOptions resolved = options(options, documentPrompt);
        Prompt prompt = Objects.requireNonNull(resolved.getPrompt());
        List<List<Document>> batches = batchingStrategy.batch(documents);
        int batched = batches.stream().mapToInt(List::size).sum();
        if (batched != documents.size()) {
            throw new IllegalArgumentException("the batching strategy " + batchingStrategy.getClass().getName() + " made "
                    + batched + " of " + documents.size() + " documents");
        }
        List<float[]> vectors = new ArrayList<>(documents.size());
        for (List<Document> batch : batches) {
            List<Passage> passages = batch.stream().map(document -> passage(document, prompt)).toList();
            for (Embedding embedding : embedFrom(vectors.size(), passages, resolved).getResults()) {
                vectors.add(embedding.getOutput());
            }
        }
        return vectors;
    }

    /** Corrects the index of an exception from the document's position in its batch to its position in the whole list. */
    private EmbeddingResponse embedFrom(int first, List<Passage> passages, MagibuEmbeddingOptions options) {
        try {
            return embed(passages, options);
        } catch (MagibuException e) {
            throw e.withPosition(index -> first + index);
        }
    }

    private static void requireText(@Nullable Document document, String name) {
        if (document == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        if (document.getText() == null) {
            throw new IllegalArgumentException(
                    name + " (id " + document.getId() + ") has no text, and this model embeds text only");
        }
    }

    /** Returns the document's text, with its title if the prompt has a place for one. */
    private Passage passage(Document document, Prompt prompt) {
        Object title = document.getMetadata().get(TITLE_METADATA_KEY);
        String text = Objects.requireNonNull(getEmbeddingContent(document));
        return Passage.titled(title instanceof String string && embedder.get().acceptsTitle(prompt) ? string : null, text);
    }

    /** Returns the number of a document's tokens that the model computes: with prompt and title, without what is cut off. */
    int tokens(Document document) {
        // Embedding fails for a document without text.
        return document.getText() == null
                ? 0
                : Math.min(embedder.get().countTokens(passage(document, documentPrompt), documentPrompt), embedder.get().maxTokens());
    }

    /** Returns the options with everything set except the policy for long texts, which defaults to the embedder's. */
    private MagibuEmbeddingOptions options(@Nullable EmbeddingOptions given, Prompt defaultForTheCall) {
        MagibuEmbeddingOptions.Builder resolved = MagibuEmbeddingOptions.builder()
                .model(modelName())
                .dimensions(embedder.get().dimension())
                .prompt(defaultForTheCall);
        if (given == null) {
            return resolved.build();
        }
        String expected = given.getModel();
        if (expected != null && !expected.isBlank() && !expected.equals(modelName())) {
            throw new IllegalArgumentException("the options ask for the model \"" + expected + "\", but this is \"" + modelName()
                    + "\"; leave the name out, or give this model that name when it is built");
        }
        if (given.getDimensions() != null) {
            resolved.dimensions(given.getDimensions());
        }
        if (given instanceof MagibuEmbeddingOptions own) {
            resolved.onTooLong(own.getOnTooLong());
            if (own.getPrompt() != null) {
                resolved.prompt(own.getPrompt());
            }
        }
        return resolved.build();
    }

    /** Calls the embedder within an observation. All public methods use it. */
    private EmbeddingResponse embed(List<Passage> passages, MagibuEmbeddingOptions options) {
        EmbeddingModelObservationContext context = EmbeddingModelObservationContext.builder()
                .embeddingRequest(new EmbeddingRequest(passages.stream().map(Passage::text).toList(), options))
                .provider(AiProvider.ONNX.value())
                .build();
        EncodeOptions encodeOptions =
                new EncodeOptions(Objects.requireNonNull(options.getPrompt()), options.getDimensions(), options.getOnTooLong());
        return Objects.requireNonNull(EmbeddingModelObservationDocumentation.EMBEDDING_MODEL_OPERATION
                .observation(observationConvention, DEFAULT_CONVENTION, () -> context, observationRegistry)
                .observe(() -> {
                    EmbeddingResponse response = response(embedder.get().embed(passages, encodeOptions));
                    context.setResponse(response);
                    return response;
                }));
    }

    private EmbeddingResponse response(List<ai.magibu.embedding.api.Embedding> results) {
        List<Embedding> embeddings = new ArrayList<>(results.size());
        List<Integer> droppedTokens = new ArrayList<>(results.size());
        long tokens = 0;
        for (ai.magibu.embedding.api.Embedding result : results) {
            embeddings.add(new Embedding(result.vector(), embeddings.size()));
            droppedTokens.add(result.droppedTokens());
            tokens += result.tokens();
        }
        // Spring AI counts in int, which a few hundred thousand long texts in one request exceed.
        int counted = (int) Math.min(tokens, Integer.MAX_VALUE);
        DefaultUsage usage = new DefaultUsage(counted, 0, counted);
        return new EmbeddingResponse(embeddings, new MagibuEmbeddingResponseMetadata(modelName(), usage, droppedTokens));
    }

    /** Returns the length of the vectors of calls that do not set it: the embedder's. Does not embed anything. */
    @Override
    public int dimensions() {
        return embedder.get().dimension();
    }

    /** Returns the model's name in responses and observations, and for options that name a model. */
    public String modelName() {
        return modelName != null ? modelName : embedder.get().info().name();
    }

    /**
     * Returns what identifies the vectors of calls without options: the embedder's {@linkplain MagibuEmbedder#identity() identity}, both
     * prompts and the policy for long texts. Two models with the same identity give the same vectors for the same texts and documents.
     */
    public String identity() {
        return embedder.get().identity() + " default-prompt=" + quoted(defaultPrompt) + " document-prompt=" + quoted(documentPrompt)
                + " on-too-long=" + embedder.get().settings().onTooLong();
    }

    /** Returns the kind of the prompt and its name, because a model may name a prompt "query". */
    private static String quoted(Prompt prompt) {
        return prompt.kind() == Prompt.Kind.NAMED ? "\"" + prompt.name() + "\"" : prompt.kind().name();
    }

    /** Builds a {@link MagibuEmbeddingModel}. Not thread-safe. */
    public static final class Builder {

        private @Nullable Supplier<MagibuEmbedder> embedder;
        private boolean lazy;
        private Prompt defaultPrompt = Prompt.QUERY;
        private Prompt documentPrompt = Prompt.DOCUMENT;
        private @Nullable String modelName;
        private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;
        private @Nullable EmbeddingModelObservationConvention observationConvention;

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
         * Sets the prompt of strings if the call does not choose one. Default: {@link Prompt#QUERY}; {@link MagibuEmbeddingModel}
         * says why. {@link #build()} fails if the model does not define the prompt.
         */
        public Builder defaultPrompt(Prompt prompt) {
            this.defaultPrompt = Objects.requireNonNull(prompt, "defaultPrompt");
            return this;
        }

        /**
         * Sets the prompt of documents if the call does not choose one. Default: {@link Prompt#DOCUMENT}. To use no prompts at all,
         * set this and the default prompt to {@link Prompt#NONE}. {@link #build()} fails if the model does not define the prompt.
         */
        public Builder documentPrompt(Prompt prompt) {
            this.documentPrompt = Objects.requireNonNull(prompt, "documentPrompt");
            return this;
        }

        /**
         * Sets the model's name in responses and observations. Default: {@link ai.magibu.embedding.ModelInfo#name()}, such as
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

        /** Sets the registry for observations of calls. Default: none, so that calls are not observed. */
        public Builder observationRegistry(ObservationRegistry registry) {
            this.observationRegistry = Objects.requireNonNull(registry, "observationRegistry");
            return this;
        }

        /** Sets the convention for the observations' names and key values. Default: {@link DefaultEmbeddingModelObservationConvention}. */
        public Builder observationConvention(EmbeddingModelObservationConvention convention) {
            this.observationConvention = Objects.requireNonNull(convention, "observationConvention");
            return this;
        }

        /**
         * Creates the model.
         *
         * @throws IllegalStateException if no embedder was given
         * @throws IllegalArgumentException if the model does not define a prompt that was given; with a supplier, the first call
         *     throws it
         */
        public MagibuEmbeddingModel build() {
            if (embedder == null) {
                throw new IllegalStateException("embedder(…) is required");
            }
            return new MagibuEmbeddingModel(embedder, this);
        }
    }
}

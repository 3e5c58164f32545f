package ai.magibu.langchain4j;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.document.DocumentTransformer;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.data.segment.TextSegmentTransformer;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.IngestionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What LangChain4j's {@code EmbeddingStoreIngestor} does, with late chunking: a document is split as usual, but goes through the
 * model whole, so that each segment's embedding knows the rest of the document ({@link MagibuEmbedder#embedChunks} says how).
 *
 * <pre>{@code
 * LateChunkingIngestor.builder()
 *         .documentSplitter(DocumentSplitters.recursive(256, 0, new MagibuTokenCountEstimator(embedder)))
 *         .embedder(embedder)
 *         .embeddingStore(store)
 *         .build()
 *         .ingest(documents);
 * }</pre>
 *
 * <p>On the other side, retrieve with {@code EmbeddingInputType.QUERY}; the vectors of one store should all be made this way, or all
 * the other.
 *
 * <p>The steps: the document transformer, the splitter, the embedding, the segment transformer, the store. So what a segment
 * transformer changes or adds is stored, but not embedded; a segment for which it gives null is left out. The splitter may
 * change white space only, because each segment has to be found again in the document. A document's metadata {@value
 * MagibuEmbeddingModel#TITLE_METADATA_KEY} goes into the prompt where that has a place for it.
 *
 * <p>Thread-safe if the splitter, the transformers and the store are. It does not own the embedder.
 */
public final class LateChunkingIngestor {

    private final @Nullable DocumentTransformer documentTransformer;
    private final DocumentSplitter documentSplitter;
    private final @Nullable TextSegmentTransformer textSegmentTransformer;
    private final MagibuEmbedder embedder;
    private final Prompt prompt;
    private final @Nullable EmbeddingStore<TextSegment> embeddingStore;

    private LateChunkingIngestor(Builder settings) {
        this.documentTransformer = settings.documentTransformer;
        this.documentSplitter = required(settings.documentSplitter, "documentSplitter");
        this.textSegmentTransformer = settings.textSegmentTransformer;
        this.embedder = required(settings.embedder, "embedder");
        this.prompt = settings.prompt;
        this.embeddingStore = settings.embeddingStore;
        embedder.acceptsTitle(prompt); // refuses a name the model does not have
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException(name + "(…) is required");
        }
        return value;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** As {@link #ingest(List)}. */
    public IngestionResult ingest(Document... documents) {
        return ingest(List.of(documents));
    }

    /**
     * Splits, embeds and stores documents one by one: what came before one that fails is stored.
     *
     * @return the tokens of all segments
     * @throws IllegalStateException if no embedding store was given, or the embedder is closed
     * @throws IllegalArgumentException if the splitter changed the text of a segment
     * @throws ai.magibu.embedding.api.MagibuException as {@link MagibuEmbedder#embedChunks} throws
     */
    public IngestionResult ingest(List<Document> documents) {
        EmbeddingStore<TextSegment> store = required(embeddingStore, "embeddingStore");
        TokenUsage usage = new TokenUsage(0);
        for (Document document : documentTransformer == null ? documents : documentTransformer.transformAll(documents)) {
            LateChunks chunks = chunks(document);
            store.addAll(chunks.embeddings(), chunks.segments());
            usage = usage.add(chunks.tokenUsage());
        }
        return new IngestionResult(usage);
    }

    /**
     * Splits and embeds one document without storing it, so that the caller can store it, for example with its own ids. The result
     * is empty if the transformer filters the document out.
     *
     * @throws IllegalArgumentException if the splitter changed the text of a segment
     * @throws ai.magibu.embedding.api.MagibuException as {@link MagibuEmbedder#embedChunks} throws
     */
    public LateChunks split(Document document) {
        Document transformed = documentTransformer == null ? document : documentTransformer.transform(document);
        return transformed == null ? new LateChunks(List.of(), List.of(), List.of(), new TokenUsage(0)) : chunks(transformed);
    }

    private LateChunks chunks(Document document) {
        List<TextSegment> split = documentSplitter.split(document);
        List<Span> spans = new SegmentLocator(document.text()).locate(split);
        String title = embedder.acceptsTitle(prompt) ? SegmentInput.title(document.metadata()) : null;
        List<ai.magibu.embedding.api.Embedding> results =
                embedder.embedChunks(Passage.titled(title, document.text()), spans, EncodeOptions.of(prompt));
        List<TextSegment> segments = new ArrayList<>(split.size());
        List<Embedding> embeddings = new ArrayList<>(split.size());
        List<Integer> droppedTokens = new ArrayList<>(split.size());
        int tokens = 0;
        for (int i = 0; i < split.size(); i++) {
            tokens += results.get(i).tokens();
            TextSegment segment = textSegmentTransformer == null ? split.get(i) : textSegmentTransformer.transform(split.get(i));
            if (segment != null) {
                segments.add(segment);
                embeddings.add(Embedding.from(results.get(i).vector()));
                droppedTokens.add(results.get(i).droppedTokens());
            }
        }
        return new LateChunks(segments, embeddings, droppedTokens, new TokenUsage(tokens));
    }

    /** Makes a {@link LateChunkingIngestor}. Not thread-safe. */
    public static final class Builder {

        private @Nullable DocumentTransformer documentTransformer;
        private @Nullable DocumentSplitter documentSplitter;
        private @Nullable TextSegmentTransformer textSegmentTransformer;
        private @Nullable MagibuEmbedder embedder;
        private Prompt prompt = Prompt.DOCUMENT;
        private @Nullable EmbeddingStore<TextSegment> embeddingStore;

        private Builder() {}

        /** What changes documents before they are split. Default: nothing. */
        public Builder documentTransformer(DocumentTransformer transformer) {
            this.documentTransformer = Objects.requireNonNull(transformer, "documentTransformer");
            return this;
        }

        /** What cuts documents into segments. Required. Overlap is not needed: the context is in the vectors already. */
        public Builder documentSplitter(DocumentSplitter splitter) {
            this.documentSplitter = Objects.requireNonNull(splitter, "documentSplitter");
            return this;
        }

        /** What changes segments after they are embedded and before they are stored. Default: nothing. */
        public Builder textSegmentTransformer(TextSegmentTransformer transformer) {
            this.textSegmentTransformer = Objects.requireNonNull(transformer, "textSegmentTransformer");
            return this;
        }

        /** The embedder that does the work. Required; its model must pool by the mean. It stays the caller's to close. */
        public Builder embedder(MagibuEmbedder newEmbedder) {
            this.embedder = Objects.requireNonNull(newEmbedder, "embedder");
            return this;
        }

        /** The prompt before each document. Default: {@link Prompt#DOCUMENT}. */
        public Builder prompt(Prompt newPrompt) {
            this.prompt = Objects.requireNonNull(newPrompt, "prompt");
            return this;
        }

        /** Where {@link LateChunkingIngestor#ingest(List)} puts segments and embeddings. Not needed for {@link LateChunkingIngestor#split}. */
        public Builder embeddingStore(EmbeddingStore<TextSegment> store) {
            this.embeddingStore = Objects.requireNonNull(store, "embeddingStore");
            return this;
        }

        /**
         * @throws IllegalStateException if the splitter or the embedder is missing
         * @throws IllegalArgumentException if the model has no prompt of the prompt's name
         */
        public LateChunkingIngestor build() {
            return new LateChunkingIngestor(this);
        }
    }
}

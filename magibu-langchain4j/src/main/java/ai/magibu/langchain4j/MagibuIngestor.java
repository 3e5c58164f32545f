package ai.magibu.langchain4j;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeInterruptedException;
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
 * Splits, embeds and stores documents, like LangChain4j's {@code EmbeddingStoreIngestor}. In addition, titles always go into the
 * prompt, and a long document is embedded in batches with progress. {@link #embed(Document)} returns the segments and embeddings for
 * applications that store them themselves, with ids and in a transaction for example.
 *
 * <pre>{@code
 * MagibuIngestor.builder()
 *         .documentSplitter(new TurkishSentenceSplitter(160, 40, new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT)))
 *         .embedder(embedder)
 *         .embeddingStore(store)
 *         .build()
 *         .ingest(documents);
 * }</pre>
 *
 * <p>Retrieve with {@code EmbeddingInputType.QUERY}. The metadata {@value MagibuEmbeddingModel#TITLE_METADATA_KEY} of a
 * segment, which splitters copy from the document, goes into the prompt if the prompt has a place for it.
 *
 * <p>The steps are the document transformer, the splitter, the embedding, the segment transformer, the store. What a segment
 * transformer changes or adds is therefore stored but not embedded; a segment for which it returns null is left out.
 *
 * <p><b>Late chunking.</b> With {@link Builder#lateChunking}, a document goes through the model whole, and each segment's embedding
 * contains the context of the document ({@link MagibuEmbedder#embedChunks} has the details). The splitter may then change white space
 * only, because each segment must be found in the document. All vectors of a store should be made the same way.
 *
 * <p><b>Cancellation.</b> Interrupting the thread ends a call with an {@link EncodeInterruptedException}; the document in progress is not
 * stored.
 *
 * <p>Thread-safe if the splitter, the transformers, the listener and the store are. It does not own the embedder.
 */
public final class MagibuIngestor {

    /** A listener for the progress of a document. */
    @FunctionalInterface
    public interface ProgressListener {

        /**
         * Called on the calling thread, once before the first batch and once after each. An exception ends the call.
         *
         * @param done the number of the document's segments that are embedded
         * @param total the number of the document's segments
         */
        void onProgress(int done, int total);
    }

    private final @Nullable DocumentTransformer documentTransformer;
    private final DocumentSplitter documentSplitter;
    private final @Nullable TextSegmentTransformer textSegmentTransformer;
    private final MagibuEmbedder embedder;
    private final Prompt prompt;
    private final boolean lateChunking;
    private final int batchSize;
    private final ProgressListener listener;
    private final @Nullable EmbeddingStore<TextSegment> embeddingStore;

    private MagibuIngestor(Builder settings) {
        this.documentTransformer = settings.documentTransformer;
        this.documentSplitter = required(settings.documentSplitter, "documentSplitter");
        this.textSegmentTransformer = settings.textSegmentTransformer;
        this.embedder = required(settings.embedder, "embedder");
        this.prompt = settings.prompt;
        this.lateChunking = settings.lateChunking;
        this.batchSize = settings.batchSize;
        this.listener = settings.listener;
        this.embeddingStore = settings.embeddingStore;
        embedder.acceptsTitle(prompt); // fails if the model does not define the prompt
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException(name + "(…) is required");
        }
        return value;
    }

    /** Returns a builder of an ingestor. */
    public static Builder builder() {
        return new Builder();
    }

    /** Same as {@link #ingest(List)}, for one document. */
    public IngestionResult ingest(Document... documents) {
        return ingest(List.of(documents));
    }

    /**
     * Splits, embeds and stores documents one by one. If one fails, those before it are stored.
     *
     * @return the number of tokens of all segments
     * @throws IllegalStateException if no embedding store was given, or the embedder is closed
     * @throws IllegalArgumentException with late chunking, if the splitter changed the text of a segment
     * @throws ai.magibu.embedding.api.MagibuException as {@link MagibuEmbedder#embed} or {@link MagibuEmbedder#embedChunks} throws
     */
    public IngestionResult ingest(List<Document> documents) {
        EmbeddingStore<TextSegment> store = required(embeddingStore, "embeddingStore");
        TokenUsage usage = new TokenUsage(0);
        for (Document document : documentTransformer == null ? documents : documentTransformer.transformAll(documents)) {
            EmbeddedSegments embedded = embedTransformed(document, listener);
            if (!embedded.segments().isEmpty()) {
                store.addAll(embedded.embeddings(), embedded.segments());
            }
            usage = usage.add(embedded.tokenUsage());
        }
        return new IngestionResult(usage);
    }

    /** Same as {@link #embed(Document, ProgressListener)}, with the builder's listener. */
    public EmbeddedSegments embed(Document document) {
        return embed(document, listener);
    }

    /**
     * Splits and embeds one document without storing it. The result is empty if the document is blank or the transformer filters it
     * out.
     *
     * @param progress the listener that is notified instead of the builder's
     * @throws IllegalArgumentException with late chunking, if the splitter changed the text of a segment
     * @throws ai.magibu.embedding.api.MagibuException as {@link MagibuEmbedder#embed} or {@link MagibuEmbedder#embedChunks} throws
     */
    public EmbeddedSegments embed(Document document, ProgressListener progress) {
        Document transformed = documentTransformer == null ? document : documentTransformer.transform(document);
        return transformed == null
                ? new EmbeddedSegments(List.of(), List.of(), List.of(), new TokenUsage(0))
                : embedTransformed(transformed, progress);
    }

    private EmbeddedSegments embedTransformed(Document document, ProgressListener progress) {
        List<TextSegment> split = documentSplitter.split(document);
        progress.onProgress(0, split.size());
        List<ai.magibu.embedding.api.Embedding> results = lateChunking ? inContext(document, split) : inBatches(split, progress);
        if (lateChunking && !split.isEmpty()) {
            progress.onProgress(split.size(), split.size());
        }
        List<TextSegment> segments = new ArrayList<>(split.size());
        List<Embedding> embeddings = new ArrayList<>(split.size());
        List<Integer> droppedTokens = new ArrayList<>(split.size());
        long tokens = 0;
        for (int i = 0; i < split.size(); i++) {
            tokens += results.get(i).tokens();
            TextSegment segment = textSegmentTransformer == null ? split.get(i) : textSegmentTransformer.transform(split.get(i));
            if (segment != null) {
                segments.add(segment);
                embeddings.add(Embedding.from(results.get(i).vector()));
                droppedTokens.add(results.get(i).droppedTokens());
            }
        }
        return new EmbeddedSegments(segments, embeddings, droppedTokens, new TokenUsage((int) Math.min(tokens, Integer.MAX_VALUE)));
    }

    private List<ai.magibu.embedding.api.Embedding> inBatches(List<TextSegment> segments, ProgressListener progress) {
        boolean titles = embedder.acceptsTitle(prompt);
        List<Passage> passages = segments.stream()
                .map(segment -> Passage.titled(titles ? SegmentInput.title(segment.metadata()) : null, segment.text()))
                .toList();
        List<ai.magibu.embedding.api.Embedding> results = new ArrayList<>(passages.size());
        while (results.size() < passages.size()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new EncodeInterruptedException(passages.size());
            }
            int end = Math.min(passages.size(), results.size() + batchSize);
            results.addAll(embedder.embed(passages.subList(results.size(), end), EncodeOptions.of(prompt)));
            progress.onProgress(end, passages.size());
        }
        return results;
    }

    private List<ai.magibu.embedding.api.Embedding> inContext(Document document, List<TextSegment> segments) {
        List<Span> spans = new SegmentLocator(document.text()).locate(segments);
        String title = embedder.acceptsTitle(prompt) ? SegmentInput.title(document.metadata()) : null;
        return embedder.embedChunks(Passage.titled(title, document.text()), spans, EncodeOptions.of(prompt));
    }

    /** Builds a {@link MagibuIngestor}. Not thread-safe. */
    public static final class Builder {

        private @Nullable DocumentTransformer documentTransformer;
        private @Nullable DocumentSplitter documentSplitter;
        private @Nullable TextSegmentTransformer textSegmentTransformer;
        private @Nullable MagibuEmbedder embedder;
        private Prompt prompt = Prompt.DOCUMENT;
        private boolean lateChunking;
        private int batchSize = 32;
        private ProgressListener listener = (done, total) -> {};
        private @Nullable EmbeddingStore<TextSegment> embeddingStore;

        private Builder() {}

        /** Sets a transformer that changes documents before they are split. Default: none. */
        public Builder documentTransformer(DocumentTransformer transformer) {
            this.documentTransformer = Objects.requireNonNull(transformer, "documentTransformer");
            return this;
        }

        /** Sets the splitter. Required. Late chunking needs no overlap, because the vectors contain the context. */
        public Builder documentSplitter(DocumentSplitter splitter) {
            this.documentSplitter = Objects.requireNonNull(splitter, "documentSplitter");
            return this;
        }

        /** Sets a transformer that changes segments after they are embedded and before they are stored. Default: none. */
        public Builder textSegmentTransformer(TextSegmentTransformer transformer) {
            this.textSegmentTransformer = Objects.requireNonNull(transformer, "textSegmentTransformer");
            return this;
        }

        /** Sets the embedder. Required. The caller closes it. */
        public Builder embedder(MagibuEmbedder newEmbedder) {
            this.embedder = Objects.requireNonNull(newEmbedder, "embedder");
            return this;
        }

        /** Sets the prompt before each segment, or before each document with late chunking. Default: {@link Prompt#DOCUMENT}. */
        public Builder prompt(Prompt newPrompt) {
            this.prompt = Objects.requireNonNull(newPrompt, "prompt");
            return this;
        }

        /** Sets whether each segment is embedded in the context of its document. Default: false. The model must use mean pooling. */
        public Builder lateChunking(boolean inContext) {
            this.lateChunking = inContext;
            return this;
        }

        /**
         * Sets how many segments are embedded between two notifications of the listener. Default: 32. Ignored with late chunking.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder batchSize(int segments) {
            if (segments < 1) {
                throw new IllegalArgumentException("batchSize must be at least 1, not " + segments);
            }
            this.batchSize = segments;
            return this;
        }

        /** Sets a listener that is notified of each document's progress. Default: none. */
        public Builder progressListener(ProgressListener progress) {
            this.listener = Objects.requireNonNull(progress, "progressListener");
            return this;
        }

        /** Sets the store of {@link MagibuIngestor#ingest(List)}. {@link MagibuIngestor#embed} does not need one. */
        public Builder embeddingStore(EmbeddingStore<TextSegment> store) {
            this.embeddingStore = Objects.requireNonNull(store, "embeddingStore");
            return this;
        }

        /**
         * Creates the ingestor.
         *
         * @throws IllegalStateException if the splitter or the embedder is missing
         * @throws IllegalArgumentException if the model does not define the prompt
         */
        public MagibuIngestor build() {
            return new MagibuIngestor(this);
        }
    }
}

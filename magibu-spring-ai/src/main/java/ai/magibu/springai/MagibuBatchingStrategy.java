package ai.magibu.springai;

import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;

/**
 * Batches by the tokens that really go through the model: counted by the model's own tokenizer, with the document prompt and the
 * title, and up to the model's limit. It never refuses a text for its length (what happens to one above the limit is the
 * embedder's to decide), keeps the order and loses no document. Thread-safe.
 *
 * <p>A batch is one call of the embedder, which makes its own, smaller ones, sorted by length. So a batch should be some times
 * the embedder's {@code maxBatchTokens}, to sort well, and not much more, so that a call ends within seconds and its
 * observation says something.
 */
public final class MagibuBatchingStrategy implements BatchingStrategy {

    private static final int DEFAULT_MAX_TOKENS = 16_384;

    private final MagibuEmbeddingModel model;
    private final int maxTokens;

    /** Batches of up to 16,384 tokens, for that model. */
    public MagibuBatchingStrategy(MagibuEmbeddingModel model) {
        this(model, DEFAULT_MAX_TOKENS);
    }

    /**
     * @param maxTokens the most tokens of a batch, from 1; a single document with more goes alone
     * @throws IllegalArgumentException if that is less than 1
     */
    public MagibuBatchingStrategy(MagibuEmbeddingModel model, int maxTokens) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
        }
        this.model = model;
        this.maxTokens = maxTokens;
    }

    /**
     * @throws IllegalArgumentException if the list or a document is null
     * @throws IllegalStateException if the embedder is closed
     */
    @Override
    public List<List<Document>> batch(List<Document> documents) {
        if (documents == null) {
            throw new IllegalArgumentException("documents must not be null");
        }
        List<List<Document>> batches = new ArrayList<>();
        List<Document> batch = new ArrayList<>();
        long tokens = 0;
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            if (document == null) {
                throw new IllegalArgumentException("documents[" + i + "] must not be null");
            }
            int own = model.tokens(document);
            if (!batch.isEmpty() && tokens + own > maxTokens) {
                batches.add(batch);
                batch = new ArrayList<>();
                tokens = 0;
            }
            batch.add(document);
            tokens += own;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}

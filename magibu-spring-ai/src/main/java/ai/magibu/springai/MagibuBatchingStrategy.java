package ai.magibu.springai;

import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;

/**
 * Batches documents by the tokens that the model computes: counted with the model's own tokenizer, including the document prompt and
 * the title, up to the model's limit. It does not reject long texts (the embedder decides what happens to them), keeps the order and
 * loses no document. Thread-safe.
 *
 * <p>A batch is one call of the embedder, which sorts its texts by length and makes smaller batches. So a batch should be a small
 * multiple of the embedder's {@code maxBatchTokens}: large enough to sort well, and small enough for a call to end within seconds.
 */
public final class MagibuBatchingStrategy implements BatchingStrategy {

    private static final int DEFAULT_MAX_TOKENS = 16_384;

    private final MagibuEmbeddingModel model;
    private final int maxTokens;

    /** Creates a strategy with batches of up to 16,384 tokens. */
    public MagibuBatchingStrategy(MagibuEmbeddingModel model) {
        this(model, DEFAULT_MAX_TOKENS);
    }

    /**
     * Creates a strategy.
     *
     * @param maxTokens the maximum number of tokens of a batch, at least 1; a document with more tokens is a batch of its own
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

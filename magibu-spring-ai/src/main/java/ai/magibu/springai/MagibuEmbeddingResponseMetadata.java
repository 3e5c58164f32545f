package ai.magibu.springai;

import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * The report of a {@link MagibuEmbeddingModel} in addition to Spring AI's name and usage. The entry {@value #DROPPED_TOKENS_KEY} has
 * the numbers of {@link #droppedTokens()}.
 */
public final class MagibuEmbeddingResponseMetadata extends EmbeddingResponseMetadata {

    /** The key of {@link #droppedTokens()} among the metadata's entries. */
    public static final String DROPPED_TOKENS_KEY = "droppedTokens";

    private final List<Integer> droppedTokens;

    /**
     * Creates the report of a response, for decorators of the model.
     *
     * @param droppedTokens the number of tokens that were cut off from each text, in the order of the request
     */
    public MagibuEmbeddingResponseMetadata(String model, Usage usage, List<Integer> droppedTokens) {
        super(model, usage, Map.of(DROPPED_TOKENS_KEY, List.copyOf(droppedTokens)));
        this.droppedTokens = List.copyOf(droppedTokens);
    }

    /**
     * Returns for each text, in the request's order, the number of tokens that were cut off because they exceed the embedder's
     * limit; 0 for a text that was embedded whole.
     */
    public List<Integer> droppedTokens() {
        return droppedTokens;
    }

    /** Returns whether any text was truncated. */
    public boolean truncated() {
        return droppedTokens.stream().anyMatch(dropped -> dropped > 0);
    }
}

package ai.magibu.springai;

import java.util.List;
import java.util.Map;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/**
 * What a {@link MagibuEmbeddingModel} reports beyond Spring AI's name and usage. The entry {@value #DROPPED_TOKENS_KEY} has the
 * same numbers.
 */
public final class MagibuEmbeddingResponseMetadata extends EmbeddingResponseMetadata {

    /** The key of {@link #droppedTokens()} among the metadata's entries. */
    public static final String DROPPED_TOKENS_KEY = "droppedTokens";

    private final List<Integer> droppedTokens;

    MagibuEmbeddingResponseMetadata(String model, Usage usage, List<Integer> droppedTokens) {
        super(model, usage, Map.of(DROPPED_TOKENS_KEY, List.copyOf(droppedTokens)));
        this.droppedTokens = List.copyOf(droppedTokens);
    }

    /**
     * For each text, in the request's order, the tokens at its end that were above the embedder's limit and that its embedding
     * therefore does not stand for; 0 for a text that was embedded whole.
     */
    public List<Integer> droppedTokens() {
        return droppedTokens;
    }

    /** Whether any text was truncated. */
    public boolean truncated() {
        return droppedTokens.stream().anyMatch(dropped -> dropped > 0);
    }
}

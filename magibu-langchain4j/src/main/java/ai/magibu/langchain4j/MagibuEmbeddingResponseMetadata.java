package ai.magibu.langchain4j;

import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/** The report of a {@link MagibuEmbeddingModel} in addition to LangChain4j's name and token usage. Immutable. */
public final class MagibuEmbeddingResponseMetadata extends EmbeddingResponseMetadata {

    private final List<Integer> droppedTokens;

    /**
     * Creates the report of a response, for decorators of the model.
     *
     * @param droppedTokens the number of tokens that were cut off from each input, in the order of the request
     */
    public MagibuEmbeddingResponseMetadata(String modelName, TokenUsage tokenUsage, List<Integer> droppedTokens) {
        super(EmbeddingResponseMetadata.builder().modelName(modelName).tokenUsage(tokenUsage));
        this.droppedTokens = List.copyOf(droppedTokens);
    }

    /**
     * Returns for each input, in the request's order, the number of tokens that were cut off because they exceed the embedder's
     * limit; 0 for an input that was embedded whole.
     */
    public List<Integer> droppedTokens() {
        return droppedTokens;
    }

    /** Returns whether any input was truncated. */
    public boolean truncated() {
        return droppedTokens.stream().anyMatch(dropped -> dropped > 0);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && droppedTokens.equals(((MagibuEmbeddingResponseMetadata) other).droppedTokens);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + droppedTokens.hashCode();
    }

    @Override
    public String toString() {
        return "MagibuEmbeddingResponseMetadata{modelName='" + modelName() + "', tokenUsage=" + tokenUsage() + ", droppedTokens="
                + droppedTokens + "}";
    }
}

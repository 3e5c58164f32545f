package ai.magibu.cache.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts about a model that its decorator needs. */
interface Delegate {

    /** Returns the identity of the model. It may load the model. */
    String identity();

    /** Returns the number of tokens that were cut off from each input of a response. */
    List<Integer> droppedTokens(@Nullable EmbeddingResponseMetadata metadata, int inputs);

    /**
     * Returns the metadata of a response.
     *
     * @param computed the metadata of the inputs that went to the model; null if none did
     * @param droppedTokens the number for each input
     */
    EmbeddingResponseMetadata metadata(@Nullable EmbeddingResponseMetadata computed, List<Integer> droppedTokens);

    /** Returns whether a model is of {@code magibu-langchain4j}, which may be missing from the class path. */
    static boolean isMagibu(EmbeddingModel model) {
        return model.getClass().getName().equals("ai.magibu.langchain4j.MagibuEmbeddingModel");
    }

    /**
     * A model of which only the identity is known.
     *
     * @param identity the string that the user has set
     */
    record Foreign(EmbeddingModel model, String identity) implements Delegate {

        @Override
        public List<Integer> droppedTokens(@Nullable EmbeddingResponseMetadata metadata, int inputs) {
            return Collections.nCopies(inputs, 0);
        }

        @Override
        public EmbeddingResponseMetadata metadata(@Nullable EmbeddingResponseMetadata computed, List<Integer> droppedTokens) {
            return computed != null
                    ? computed
                    : EmbeddingResponseMetadata.builder().modelName(model.modelName()).tokenUsage(new TokenUsage(0)).build();
        }
    }
}

package ai.magibu.cache.springai;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/** The facts about a model that its decorator needs. */
interface Delegate {

    /** Returns the identity of the model. It may load the model. */
    String identity();

    /** Returns everything in options that changes vectors; null if the options are of an unknown class. */
    @Nullable
    List<String> parts(@Nullable EmbeddingOptions options);

    /** Returns the text of a document as the model embeds it. */
    String text(Document document);

    /** Returns the number of tokens that were cut off from each text of a response. */
    List<Integer> droppedTokens(EmbeddingResponseMetadata metadata, int texts);

    /**
     * Returns the metadata of a response.
     *
     * @param computed the metadata of the texts that went to the model; null if none did
     * @param droppedTokens the number for each text
     */
    EmbeddingResponseMetadata metadata(@Nullable EmbeddingResponseMetadata computed, List<Integer> droppedTokens);

    /** Returns whether a model is of {@code magibu-spring-ai}, which may be missing from the class path. */
    static boolean isMagibu(EmbeddingModel model) {
        return model.getClass().getName().equals("ai.magibu.springai.MagibuEmbeddingModel");
    }

    /** Returns the model's name and the dimensions; null if the options are not Spring AI's own, and may have more. */
    static @Nullable List<String> plainParts(@Nullable EmbeddingOptions options) {
        if (options == null) {
            return List.of("", "");
        }
        boolean plain = options.getClass() == EmbeddingOptions.builder().build().getClass();
        return plain ? List.of(string(options.getModel()), string(options.getDimensions())) : null;
    }

    static String string(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /**
     * A model of which only the identity is known.
     *
     * @param identity the string that the user has set
     */
    record Foreign(EmbeddingModel model, String identity) implements Delegate {

        @Override
        public @Nullable List<String> parts(@Nullable EmbeddingOptions options) {
            return plainParts(options);
        }

        @Override
        public String text(Document document) {
            return string(model.getEmbeddingContent(document));
        }

        @Override
        public List<Integer> droppedTokens(EmbeddingResponseMetadata metadata, int texts) {
            return Collections.nCopies(texts, 0);
        }

        @Override
        public EmbeddingResponseMetadata metadata(@Nullable EmbeddingResponseMetadata computed, List<Integer> droppedTokens) {
            return computed != null ? computed : new EmbeddingResponseMetadata("", new EmptyUsage());
        }
    }
}

package ai.magibu.cache.springai;

import ai.magibu.embedding.api.Prompt;
import ai.magibu.springai.MagibuEmbeddingModel;
import ai.magibu.springai.MagibuEmbeddingOptions;
import ai.magibu.springai.MagibuEmbeddingResponseMetadata;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/** A model of {@code magibu-spring-ai}, which has its own options, and reports truncated texts. */
record MagibuDelegate(MagibuEmbeddingModel model) implements Delegate {

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public @Nullable List<String> parts(@Nullable EmbeddingOptions options) {
        if (!(options instanceof MagibuEmbeddingOptions own)) {
            return Delegate.plainParts(options);
        }
        Prompt prompt = own.getPrompt();
        return List.of(Delegate.string(own.getModel()), Delegate.string(own.getDimensions()), prompt == null ? "" : prompt.kind().name(),
                prompt == null ? "" : prompt.name(), Delegate.string(own.getOnTooLong()));
    }

    /** Returns the text alone: the title is added by its key, and no other metadata is embedded. */
    @Override
    public String text(Document document) {
        return Delegate.string(document.getText());
    }

    @Override
    public List<Integer> droppedTokens(EmbeddingResponseMetadata metadata, int texts) {
        return metadata instanceof MagibuEmbeddingResponseMetadata own ? own.droppedTokens() : Collections.nCopies(texts, 0);
    }

    @Override
    public EmbeddingResponseMetadata metadata(@Nullable EmbeddingResponseMetadata computed, List<Integer> droppedTokens) {
        Usage usage = computed != null ? computed.getUsage() : new EmptyUsage();
        return new MagibuEmbeddingResponseMetadata(model.modelName(), usage, droppedTokens);
    }
}

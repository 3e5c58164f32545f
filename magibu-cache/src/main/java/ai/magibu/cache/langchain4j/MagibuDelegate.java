package ai.magibu.cache.langchain4j;

import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuEmbeddingResponseMetadata;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model of {@code magibu-langchain4j}, which reports truncated inputs. */
record MagibuDelegate(MagibuEmbeddingModel model) implements Delegate {

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public List<Integer> droppedTokens(@Nullable EmbeddingResponseMetadata metadata, int inputs) {
        return metadata instanceof MagibuEmbeddingResponseMetadata own ? own.droppedTokens() : Collections.nCopies(inputs, 0);
    }

    @Override
    public EmbeddingResponseMetadata metadata(@Nullable EmbeddingResponseMetadata computed, List<Integer> droppedTokens) {
        TokenUsage usage = computed != null ? computed.tokenUsage() : new TokenUsage(0);
        return new MagibuEmbeddingResponseMetadata(model.modelName(), usage, droppedTokens);
    }
}

package ai.magibu.evaluation.encoder;

import java.util.List;
import java.util.Objects;

import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingResponse;

/** An embedding model of Spring AI as the encoder of an evaluation. Queries and documents are encoded alike. */
@SuppressWarnings("exports") // a user of this class has the library, others need not have it
public final class SpringAiTextEncoder implements TextEncoder {

    private final EmbeddingModel model;
    private final EncoderSettings settings;

    /**
     * Creates an encoder. The length of the vectors is asked of the model, which may call its service.
     *
     * @param model the model
     * @param name the name of the model in results, with its owner, for example {@code openai/text-embedding-3-small}
     */
    public SpringAiTextEncoder(EmbeddingModel model, String name) {
        this.model = model;
        this.settings = new EncoderSettings(Objects.requireNonNull(name, "name"), EncoderSettings.DEFAULT, EncoderSettings.DEFAULT,
                EncoderSettings.DEFAULT, model.dimensions(), 0);
    }

    @Override
    public EncoderSettings settings() {
        return settings;
    }

    @Override
    public EncodedTexts encode(List<String> texts, TextRole role) {
        EmbeddingResponse response = model.embedForResponse(texts);
        Usage usage = response.getMetadata().getUsage();
        Integer tokens = usage == null ? null : usage.getPromptTokens();
        return new EncodedTexts(response.getResults().stream().map(Embedding::getOutput).toList(),
                tokens == null || tokens == 0 ? -1 : tokens, -1);
    }
}

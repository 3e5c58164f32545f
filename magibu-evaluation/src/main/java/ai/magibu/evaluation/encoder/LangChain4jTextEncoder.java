package ai.magibu.evaluation.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;

/** An embedding model of LangChain4j as the encoder of an evaluation. Queries and documents are encoded alike. */
@SuppressWarnings("exports") // a user of this class has the library, others need not have it
public final class LangChain4jTextEncoder implements TextEncoder {

    private final EmbeddingModel model;
    private final EncoderSettings settings;

    /**
     * Creates an encoder. The length of the vectors is asked of the model, which may call its service.
     *
     * @param model the model
     * @param name the name of the model in results, with its owner, for example {@code openai/text-embedding-3-small}
     */
    public LangChain4jTextEncoder(EmbeddingModel model, String name) {
        this.model = model;
        this.settings = new EncoderSettings(Objects.requireNonNull(name, "name"), EncoderSettings.DEFAULT, EncoderSettings.DEFAULT,
                EncoderSettings.DEFAULT, model.dimension(), 0);
    }

    @Override
    public EncoderSettings settings() {
        return settings;
    }

    @Override
    public EncodedTexts encode(List<String> texts, TextRole role) {
        List<float[]> vectors = new ArrayList<>();
        Response<List<dev.langchain4j.data.embedding.Embedding>> response = model.embedAll(texts.stream().map(TextSegment::from).toList());
        response.content().forEach(embedding -> vectors.add(embedding.vector()));
        Integer tokens = response.tokenUsage() == null ? null : response.tokenUsage().inputTokenCount();
        return new EncodedTexts(vectors, tokens == null ? -1 : tokens, -1);
    }
}

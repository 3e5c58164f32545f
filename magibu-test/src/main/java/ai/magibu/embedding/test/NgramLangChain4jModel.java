package ai.magibu.embedding.test;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import java.util.Set;

/**
 * LangChain4j's embedding model on an {@link NgramEncoder}. Needs {@code langchain4j-core} 1.18 or newer, which this module does not bring
 * along.
 *
 * <p>Accepts an input type, which does not change the vectors: queries and documents are encoded alike. Thread-safe.
 */
public final class NgramLangChain4jModel extends DimensionAwareEmbeddingModel {

    private final NgramEncoder encoder;

    /** A model of 256 dimensions. */
    public NgramLangChain4jModel() {
        this(new NgramEncoder());
    }

    /** A model on the given encoder. */
    public NgramLangChain4jModel(NgramEncoder encoder) {
        if (encoder == null) {
            throw new IllegalArgumentException("the encoder is null");
        }
        this.encoder = encoder;
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        return EmbeddingResponse.builder()
                .embeddings(request.inputs().stream().map(input -> Embedding.from(encoder.encode(input.text()))).toList())
                .build();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
    }

    @Override
    protected Integer knownDimension() {
        return encoder.dimension();
    }

    @Override
    public String modelName() {
        return "ngrams";
    }
}

package ai.magibu.embedding.test;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.AbstractEmbeddingModel;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * Spring AI's embedding model on an {@link NgramEncoder}. Needs {@code spring-ai-model}, which this module does not bring along.
 *
 * <p>Ignores the options of a request. Thread-safe.
 */
public final class NgramSpringAiModel extends AbstractEmbeddingModel {

    private final NgramEncoder encoder;

    /** A model of 256 dimensions. */
    public NgramSpringAiModel() {
        this(new NgramEncoder());
    }

    /** A model on the given encoder. */
    public NgramSpringAiModel(NgramEncoder encoder) {
        if (encoder == null) {
            throw new IllegalArgumentException("the encoder is null");
        }
        this.encoder = encoder;
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        List<String> texts = request.getInstructions();
        return new EmbeddingResponse(
                IntStream.range(0, texts.size()).mapToObj(i -> new Embedding(encoder.encode(texts.get(i)), i)).toList());
    }

    /**
     * Encodes a document's text.
     *
     * @throws NullPointerException if the document has no text
     */
    @Override
    public float[] embed(Document document) {
        return encoder.encode(Objects.requireNonNull(document.getText(), "the document has no text"));
    }

    @Override
    public int dimensions() {
        return encoder.dimension();
    }
}

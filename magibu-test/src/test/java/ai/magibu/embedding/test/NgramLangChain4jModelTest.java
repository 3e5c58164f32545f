package ai.magibu.embedding.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NgramLangChain4jModelTest extends EmbeddingContract {

    private final NgramEncoder encoder = new NgramEncoder(64);
    private final NgramLangChain4jModel model = new NgramLangChain4jModel(encoder);

    @Override
    protected List<float[]> embed(List<String> texts) {
        EmbeddingRequest request = EmbeddingRequest.builder().inputs(texts.toArray(String[]::new)).build();
        return model.embed(request).embeddings().stream().map(Embedding::vector).toList();
    }

    /** LangChain4j has no empty requests. */
    @Override
    protected void noTextsHaveNoVectors() {}

    @ParameterizedTest
    @EnumSource
    void inputTypeIsAcceptedAndChangesNothing(EmbeddingInputType inputType) {
        EmbeddingRequest request = EmbeddingRequest.builder().input("Ankara").inputType(inputType).build();
        assertThat(model.embed(request).embeddings()).containsExactly(Embedding.from(encoder.encode("Ankara")));
        assertThat(model.dimension()).isEqualTo(64);
    }
}

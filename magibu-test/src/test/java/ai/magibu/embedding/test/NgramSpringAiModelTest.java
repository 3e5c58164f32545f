package ai.magibu.embedding.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingRequest;

class NgramSpringAiModelTest extends EmbeddingContract {

    private final NgramEncoder encoder = new NgramEncoder(64);
    private final NgramSpringAiModel model = new NgramSpringAiModel(encoder);

    @Override
    protected List<float[]> embed(List<String> texts) {
        return model.call(new EmbeddingRequest(texts, null)).getResults().stream().map(Embedding::getOutput).toList();
    }

    @Test
    void documentHasTheVectorOfItsText() {
        assertThat(model.embed(new Document("Ankara"))).isEqualTo(encoder.encode("Ankara"));
        assertThat(model.dimensions()).isEqualTo(64);
    }
}

package ai.magibu.langchain4j;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.EmbeddingContract;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AdapterContractTest extends EmbeddingContract {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Override
    protected List<float[]> embed(List<String> texts) {
        MagibuEmbeddingModel model = MagibuEmbeddingModel.builder().embedder(embedder).build();
        EmbeddingRequest request = EmbeddingRequest.builder().inputs(texts.toArray(String[]::new)).build();
        return model.embed(request).embeddings().stream().map(Embedding::vector).toList();
    }

    /** LangChain4j has no empty requests. */
    @Override
    protected void noTextsHaveNoVectors() {}
}

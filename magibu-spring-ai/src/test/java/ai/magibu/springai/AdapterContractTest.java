package ai.magibu.springai;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.EmbeddingContract;
import ai.magibu.embedding.test.TinyModel;
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
        return MagibuEmbeddingModel.builder().embedder(embedder).build().embed(texts);
    }
}

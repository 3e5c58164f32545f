package ai.magibu.langchain4j;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** LangChain4j's own tests for embedding models. */
class MagibuEmbeddingModelContractTest extends AbstractEmbeddingModelIT {

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
    protected List<EmbeddingModel> models() {
        return List.of(MagibuEmbeddingModel.builder().embedder(embedder).build());
    }

    @Override
    protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
        return MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .listeners(List.of(listener))
                .build();
    }

    @Override
    protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
        MagibuEmbedder closed = TinyModel.load();
        EmbeddingModel model = MagibuEmbeddingModel.builder()
                .embedder(closed)
                .listeners(List.of(listener))
                .build();
        closed.close();
        return model;
    }

    @Override
    protected boolean supportsImageInput() {
        return false;
    }

    @Override
    protected int dimensionsParameter() {
        return 64;
    }

    // The four below are the contract's other branches (images supported; input type and dimensions not). An override without
    // the annotation is not a test; the inherited tests would be reported as skipped.

    @Override
    protected void should_embed_image(EmbeddingModel model) {}

    @Override
    protected void should_embed_interleaved_text_and_image(EmbeddingModel model) {}

    @Override
    protected void should_fail_when_input_type_is_not_supported(EmbeddingModel model) {}

    @Override
    protected void should_fail_when_dimensions_is_not_supported(EmbeddingModel model) {}
}

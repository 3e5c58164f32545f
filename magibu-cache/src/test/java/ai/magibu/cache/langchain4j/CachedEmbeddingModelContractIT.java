package ai.magibu.cache.langchain4j;

import ai.magibu.cache.CaffeineCache;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** LangChain4j's own tests for embedding models. */
class CachedEmbeddingModelContractIT extends AbstractEmbeddingModelIT {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private static EmbeddingModel cached(MagibuEmbedder embedder, List<EmbeddingModelListener> listeners) {
        MagibuEmbeddingModel model = MagibuEmbeddingModel.builder().embedder(embedder).listeners(listeners).build();
        return CachedEmbeddingModel.builder().model(model).cache(new CaffeineCache(1_000_000)).build();
    }

    @Override
    protected List<EmbeddingModel> models() {
        return List.of(cached(embedder, List.of()));
    }

    @Override
    protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
        return cached(embedder, List.of(listener));
    }

    @Override
    protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
        MagibuEmbedder closed = TinyModel.load();
        EmbeddingModel model = cached(closed, List.of(listener));
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

    // The four below are the contract's other branches (images supported; input type and dimensions not).

    @Override
    protected void should_embed_image(EmbeddingModel model) {}

    @Override
    protected void should_embed_interleaved_text_and_image(EmbeddingModel model) {}

    @Override
    protected void should_fail_when_input_type_is_not_supported(EmbeddingModel model) {}

    @Override
    protected void should_fail_when_dimensions_is_not_supported(EmbeddingModel model) {}
}

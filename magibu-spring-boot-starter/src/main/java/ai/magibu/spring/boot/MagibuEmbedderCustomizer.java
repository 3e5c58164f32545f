package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;

/**
 * Changes how the auto-configured embedder is built. Beans of this type are called in their order, after the settings under
 * {@code magibu.embedding} were applied and before the model is loaded.
 */
@FunctionalInterface
public interface MagibuEmbedderCustomizer {

    /** Changes the builder. Must not load it. */
    void customize(MagibuEmbedder.Builder builder);
}

package ai.magibu.spring.boot;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;

/**
 * Changes how auto-configured embedders are built. Beans of this type are called in their order for each model, after its settings
 * under {@code magibu.embedding} were applied and before it is loaded.
 */
@FunctionalInterface
public interface MagibuEmbedderCustomizer {

    /** Changes the builder. Must not load it. */
    void customize(EmbedderSettings.Builder builder);

    /**
     * Changes the builder of the named model. Override it to customize several models differently; the default ignores the name.
     *
     * @param model the model's name under {@code magibu.embedding.models}, or for the top-level model the last part of {@code
     *     magibu.embedding.model}
     */
    default void customize(String model, EmbedderSettings.Builder builder) {
        customize(builder);
    }
}

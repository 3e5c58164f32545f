package ai.magibu.spring.boot.model;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeListener;

/** Makes the listener of each embedder. */
@FunctionalInterface
public interface ModelListener {

    /** @param model what metrics and traces call the embedder's model */
    EncodeListener forModel(String model);

    /** Called once, when the embedder is loaded. */
    default void loaded(String model, MagibuEmbedder embedder) {}
}

package ai.magibu.spring.boot.model;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeListener;

/** Creates a listener for each embedder. */
@FunctionalInterface
public interface ModelListener {

    /** @param model the name of the embedder's model in metrics and traces */
    EncodeListener forModel(String model);

    /** Called once, when the embedder is loaded. */
    default void loaded(String model, MagibuEmbedder embedder) {}
}

package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import java.nio.file.Path;

/** Core's smallest test model. */
public final class TinyModel {

    public static final Path DIRECTORY =
            Path.of("..", "magibu-embedding-core", "src", "test", "resources", "models", "tiny", "model");

    private TinyModel() {}

    /** Another small model, with vectors of 64 components. */
    static final Path OTHER_DIRECTORY = DIRECTORY.resolve(Path.of("..", "..", "many-heads", "model")).normalize();

    static MagibuEmbedder load(Path cache) {
        return MagibuEmbedder.builder().model(DIRECTORY).cacheDirectory(cache).load();
    }

    /** The settings that name the model, and a cache that is not the user's. */
    static String[] settings(Path cache) {
        return new String[] {"magibu.embedding.model=" + DIRECTORY, "magibu.embedding.cache-directory=" + cache};
    }
}

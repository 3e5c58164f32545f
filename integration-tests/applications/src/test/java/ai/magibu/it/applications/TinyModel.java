package ai.magibu.it.applications;

import java.nio.file.Path;

/** Core's smallest test model. */
final class TinyModel {

    static final Path FOLDER =
            Path.of("..", "..", "magibu-embedding-core", "src", "test", "resources", "models", "tiny");

    private TinyModel() {}

    static String[] settings(Path cache) {
        return new String[] {
            "--magibu.embedding.model=" + FOLDER.resolve("model"), "--magibu.embedding.cache-directory=" + cache
        };
    }
}

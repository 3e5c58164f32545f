package ai.magibu.embedding;

import java.nio.file.Path;

/** The small models under {@code src/test/resources/models}. */
final class Models {

    private static final Path ROOT = Path.of("src", "test", "resources", "models");

    private Models() {}

    static Path path(String name) {
        return ROOT.resolve(name);
    }

    static Path directory(String name) {
        return path(name).resolve("model");
    }
}

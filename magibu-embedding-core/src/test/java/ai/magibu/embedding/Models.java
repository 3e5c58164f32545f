package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The small models under {@code src/test/resources/models}, made by {@code reference/make_test_models.sh}. */
public final class Models {

    private static final Path ROOT = Path.of("src", "test", "resources", "models");

    public static final List<String> ALL =
            List.of("tiny", "tiny-v6", "many-heads", "grouped-heads", "no-normalize", "prompt-excluded", "max-pooling", "long", "outliers");

    private Models() {}

    public static Path directory(String name) {
        return ROOT.resolve(name).resolve("model");
    }

    /** A builder for a model on the CPU, with its compiled graph in this folder. */
    public static EmbedderSettings.Builder builder(String name, Path cache) {
        return MagibuEmbedder.builder().model(directory(name)).device(Device.CPU).cacheDirectory(cache);
    }

    /** A copy that a test may damage. */
    public static Path copy(String name, Path target) {
        Path source = directory(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package ai.magibu.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder repository that the release profile deployed to. */
final class Repository {

    static final Path ROOT = Path.of(System.getProperty("release.repository"));
    static final String VERSION = System.getProperty("release.version");

    private Repository() {}

    /** The artifact ids, in order. */
    static List<String> artifacts() {
        Path group = ROOT.resolve("ai/magibu");
        if (!Files.isDirectory(group)) {
            throw new IllegalStateException(group + " is missing. Deploy first: ./mvnw -Prelease -DskipTests -Dmaven.install.skip deploy"
                    + " -DaltDeploymentRepository=folder::file:target/repository");
        }
        return list(group).stream().filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
    }

    /** The newest file of an artifact whose name ends so, after the version or the time stamp of a snapshot. */
    static Path file(String artifact, String ending) {
        String name = artifact + "-" + VERSION.replace("-SNAPSHOT", "") + "(-[0-9.]+-[0-9]+)?" + ending.replace(".", "\\.");
        return list(ROOT.resolve("ai/magibu").resolve(artifact).resolve(VERSION)).stream()
                .filter(path -> path.getFileName().toString().matches(name))
                .max(Comparator.comparing(Repository::modified))
                .orElseThrow(() -> new AssertionError(artifact + " has no file that ends with " + ending));
    }

    private static long modified(Path path) {
        return path.toFile().lastModified();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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

    /** The artifact ids, in order: every folder with a POM, relative to our group's folder. */
    static List<String> artifacts() {
        if (!Files.isDirectory(ROOT)) {
            throw new IllegalStateException(ROOT + " is missing. Deploy first: ./mvnw -Prelease -DskipTests -Dmaven.install.skip deploy"
                    + " -DaltDeploymentRepository=folder::file:target/repository");
        }
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(path -> path.toString().endsWith(".pom"))
                    .map(pom -> ROOT.resolve("ai/magibu").relativize(pom.getParent().getParent()).toString())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

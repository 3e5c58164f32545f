package ai.magibu.embedding.graph;

import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.snapshot.ModelSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exported graphs, one folder each, named after the content they were made from. A graph is written under a temporary name
 * and moved into place under a lock: whoever finds a folder finds it complete, and of several processes one converts.
 */
public final class GraphCache {

    private static final Logger log = LoggerFactory.getLogger(GraphCache.class);

    /** File locks hold between processes; threads of this one need their own. */
    private static final Object THIS_PROCESS = new Object();

    private static final int KEY_LENGTH = 32;

    private final Path graphs;

    /** @param directory made when it is first needed */
    public GraphCache(Path directory) {
        this.graphs = directory.resolve("graphs");
    }

    /**
     * The user's cache directory as the platform has it: {@code $XDG_CACHE_HOME/magibu} or {@code ~/.cache/magibu}, {@code
     * ~/Library/Caches/magibu} on macOS, {@code %LOCALAPPDATA%\magibu} on Windows; in the temporary directory for a user without
     * a home.
     */
    public static Path defaultDirectory() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = home();
        Path base;
        if (os.startsWith("windows")) {
            base = environment("LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
        } else if (os.startsWith("mac")) {
            base = home.resolve("Library").resolve("Caches");
        } else {
            base = environment("XDG_CACHE_HOME", home.resolve(".cache"));
        }
        return base.resolve("magibu");
    }

    /** In a container, a user without an entry in the password file has the home "?". */
    private static Path home() {
        String home = System.getProperty("user.home", "");
        return home.isBlank() || home.equals("?") ? Path.of(System.getProperty("java.io.tmpdir")) : Path.of(home);
    }

    private static Path environment(String name, Path otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }

    /**
     * The snapshot's graph; exported now if it is not there yet.
     *
     * @param fingerprint the snapshot's
     * @throws GraphExportException if it cannot be written
     */
    public ExportedGraph get(ModelSnapshot snapshot, String fingerprint, Precision precision) {
        String key = fingerprint.substring(0, KEY_LENGTH) + "-" + precision.name().toLowerCase(Locale.ROOT) + "-v" + GraphExporter.VERSION;
        Path folder = graphs.resolve(key);
        if (Files.isDirectory(folder)) { // without a lock, so that a read-only cache serves too
            return new ExportedGraph(folder);
        }
        try {
            Files.createDirectories(graphs);
            synchronized (THIS_PROCESS) {
                try (FileChannel channel = FileChannel.open(
                        graphs.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock(); // until the channel closes
                    if (!Files.isDirectory(folder)) {
                        export(snapshot, precision, folder, graphs.resolve(key + ".tmp"));
                    }
                }
            }
            return new ExportedGraph(folder);
        } catch (IOException | UncheckedIOException e) {
            throw new GraphExportException(
                    "the graph of " + snapshot.folder() + " cannot be written to " + graphs + " (" + e
                            + "); check permissions and free space, or set another cache directory",
                    e);
        }
    }

    private static void export(ModelSnapshot snapshot, Precision precision, Path folder, Path temporary) throws IOException {
        long start = System.nanoTime();
        delete(temporary); // what a crash left behind
        try {
            GraphExporter.export(snapshot, precision, Files.createDirectory(temporary));
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            delete(temporary);
            throw e;
        }
        log.info("Converted {} to {} in {} ms", snapshot.folder(), folder, (System.nanoTime() - start) / 1_000_000);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

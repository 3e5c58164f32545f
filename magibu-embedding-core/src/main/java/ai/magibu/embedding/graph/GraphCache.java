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

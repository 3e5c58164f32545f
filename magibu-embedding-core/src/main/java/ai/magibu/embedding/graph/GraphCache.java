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
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}-(?<precision>[a-z0-9]+)-(?<version>v\\d+)");

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

    /** The graphs that are there, by name; empty if there is no cache. */
    public List<CachedGraph> contents() {
        if (!Files.isDirectory(graphs)) {
            return List.of();
        }
        List<CachedGraph> contents = new ArrayList<>();
        try (Stream<Path> folders = Files.list(graphs)) {
            for (Path folder : folders.sorted().toList()) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches()) {
                    contents.add(cached(folder, name.group("precision"), name.group("version").equals("v" + GraphExporter.VERSION)));
                }
            }
            return List.copyOf(contents);
        } catch (IOException e) {
            throw new GraphExportException("the cache " + graphs + " cannot be read: " + e, e);
        }
    }

    private static CachedGraph cached(Path folder, String precision, boolean current) throws IOException {
        long bytes = 0;
        Instant lastUsed = Instant.EPOCH;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                bytes += attributes.size();
                Instant used = attributes.lastAccessTime().toInstant();
                lastUsed = used.isAfter(lastUsed) ? used : lastUsed;
            }
        }
        Path origin = origin(folder);
        Path from = Files.exists(origin) ? Path.of(Files.readString(origin)) : null;
        return new CachedGraph(folder, from, precision, current, bytes, lastUsed);
    }

    /** The file beside a graph that says what it was made from: for people, it decides nothing. */
    public static Path origin(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".from");
    }

    private static void export(ModelSnapshot snapshot, Precision precision, Path folder, Path temporary) throws IOException {
        long start = System.nanoTime();
        delete(temporary); // what a crash left behind
        try {
            GraphExporter.export(snapshot, precision, Files.createDirectory(temporary));
            Files.writeString(origin(folder), snapshot.folder().toAbsolutePath().normalize().toString());
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

package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.folder.FileStamps;
import ai.magibu.embedding.internal.graph.GraphExporter;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.store.ExportManifest;
import ai.magibu.hub.files.FileTree;
import ai.magibu.hub.files.CacheLock;
import ai.magibu.hub.files.FileSum;
import ai.magibu.hub.files.TrustedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exported graphs, one folder each, named after the content they were made from. A graph is written under a temporary name and
 * moved into place under a lock, so a folder is complete, and one of several processes converts. A graph is used only if no
 * other user could have written it and its sizes and checksums are right; a damaged one is made again.
 */
public final class GraphCache {

    private static final Logger log = LoggerFactory.getLogger(GraphCache.class);

    private static final int KEY_LENGTH = 32;
    private static final String TEMPORARY = ".tmp";

    private static final Pattern NAME =
            Pattern.compile("(?<key>[0-9a-f]{32}-(?<precision>[a-z0-9]+)-(?<version>v\\d+))(?<temporary>\\.tmp)?");

    private final Path graphs;
    private final TrustedFolder trusted;

    /** @param directory the cache directory; created when it is first needed */
    public GraphCache(Path directory) {
        this.graphs = directory.resolve("graphs");
        this.trusted = TrustedFolder.cache(directory);
    }

    /**
     * Returns the snapshot's graph; exports it first if it is missing or damaged.
     *
     * @param fingerprint the snapshot's
     * @throws GraphExportException if it cannot be written, or another user could have written it
     * @throws ai.magibu.embedding.api.ModelSourceException if the model's files change while they are converted
     */
    public CompiledGraph get(CheckedModel snapshot, String fingerprint, Precision precision) {
        String key = key(fingerprint, precision);
        CompiledGraph graph = new CompiledGraph(graphs.resolve(key));
        try {
            requireTrusted(graph);
            deleteAbandoned();
            if (damage(graph, fingerprint) == null) { // without a lock, so that a read-only cache serves too
                return graph;
            }
            trusted.create(graphs);
            CacheLock lock = CacheLock.acquire(lock(key));
            try {
                String damage = damage(graph, fingerprint);
                if (damage != null) {
                    log.info("Converting {}: {}", snapshot.folder(), damage);
                    export(snapshot, fingerprint, precision, graph.folder());
                }
            } finally {
                lock.close();
            }
            return graph;
        } catch (IOException | UncheckedIOException e) {
            throw new GraphExportException(
                    "the graph of " + snapshot.folder() + " cannot be written to " + graphs + " (" + e
                            + "); check permissions and free space, or set another cache directory",
                    e);
        }
    }

    /** Whether there is a graph, sound or not: {@link #get} probably has nothing to convert. */
    public boolean has(String fingerprint, Precision precision) {
        return Files.isDirectory(graphs.resolve(key(fingerprint, precision)));
    }

    private static String key(String fingerprint, Precision precision) {
        return fingerprint.substring(0, KEY_LENGTH) + "-" + precision.name().toLowerCase(Locale.ROOT) + "-v" + GraphExporter.VERSION;
    }

    private Path lock(String key) {
        return graphs.resolve(key + ".lock");
    }

    private void requireTrusted(CompiledGraph graph) throws IOException {
        for (Path file : List.of(graph.embedder(), graph.model(), graph.data(), ExportManifest.file(graph.folder()))) {
            String problem = trusted.problem(file);
            if (problem != null) {
                throw new GraphExportException(
                        "the converted model in " + graph.folder() + " is not used: " + problem + "; delete it, or set another cache directory",
                        null);
            }
        }
    }

    /** Returns why a graph cannot be used; null if it can. */
    private static @Nullable String damage(CompiledGraph graph, String fingerprint) throws IOException {
        if (!Files.exists(graph.folder(), LinkOption.NOFOLLOW_LINKS)) {
            return "it is not in the cache";
        }
        try {
            ExportManifest manifest = ExportManifest.read(graph.folder(), GraphExporter.VERSION);
            return manifest.fingerprint().equals(fingerprint)
                    ? manifest.damage(graph.folder(), List.of(graph.embedder(), graph.data()))
                    : graph.folder() + " is of another model";
        } catch (MagibuException e) {
            return e.getMessage();
        }
    }

    /** Removes what processes that were killed during a conversion have left behind. A living one holds its lock. */
    private void deleteAbandoned() {
        if (!Files.isDirectory(graphs)) {
            return;
        }
        try (Stream<Path> folders = Files.list(graphs)) {
            for (Path folder : folders.filter(folder -> folder.toString().endsWith(TEMPORARY)).toList()) {
                deleteAbandoned(folder);
            }
        } catch (IOException e) {
            log.debug("{} was not cleaned up", graphs, e); // it may be read-only
        }
    }

    private void deleteAbandoned(Path temporary) throws IOException {
        Matcher name = NAME.matcher(temporary.getFileName().toString());
        CacheLock lock = name.matches() ? CacheLock.tryAcquire(lock(name.group("key"))) : null;
        if (lock == null) {
            return;
        }
        try {
            FileTree.delete(temporary);
            log.info("Deleted {}, which a conversion that was ended has left behind", temporary);
        } finally {
            lock.close();
        }
    }

    /** Returns the graphs in the cache, by name, and those whose conversion did not end; an empty list if there is no cache. */
    public List<CachedGraph> contents() {
        if (!Files.isDirectory(graphs)) {
            return List.of();
        }
        List<CachedGraph> contents = new ArrayList<>();
        try (Stream<Path> folders = Files.list(graphs)) {
            for (Path folder : folders.sorted().toList()) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && !(name.group("temporary") != null && isBeingWritten(name.group("key")))) {
                    contents.add(cached(folder, name));
                }
            }
            return List.copyOf(contents);
        } catch (IOException e) {
            throw new GraphExportException("the cache " + graphs + " cannot be read: " + e, e);
        }
    }

    private boolean isBeingWritten(String key) {
        try {
            CacheLock lock = CacheLock.tryAcquire(lock(key));
            if (lock != null) {
                lock.close();
            }
            return lock == null;
        } catch (IOException e) {
            return false; // nobody writes to a cache that cannot be written
        }
    }

    private CachedGraph cached(Path folder, Matcher name) throws IOException {
        long bytes = 0;
        Instant lastUsed = Instant.EPOCH;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                bytes += attributes.size();
                Instant used = attributes.lastAccessTime().toInstant();
                lastUsed = used.isAfter(lastUsed) ? used : lastUsed;
            }
        } catch (NoSuchFileException e) {
            log.debug("{} is being deleted", folder, e);
        }
        Path origin = origin(graphs.resolve(name.group("key")));
        Path from = Files.exists(origin) ? Path.of(Files.readString(origin)) : null;
        boolean current = name.group("version").equals("v" + GraphExporter.VERSION);
        return new CachedGraph(folder, from, name.group("precision"), current, name.group("temporary") != null, bytes, lastUsed);
    }

    /** Returns the file beside a graph that names the folder of its model, for people only. */
    public static Path origin(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".from");
    }

    /**
     * Hashes a graph's files again.
     *
     * @return what is wrong with them; an empty list if nothing is
     */
    public static List<String> problems(Path folder) {
        List<String> problems = new ArrayList<>();
        try {
            ExportManifest manifest = ExportManifest.read(folder, GraphExporter.VERSION);
            for (Map.Entry<String, FileSum> each : manifest.files().entrySet()) {
                Path file = folder.resolve(each.getKey());
                try {
                    if (!FileSum.of(file).equals(each.getValue())) {
                        problems.add(file + " is damaged");
                    }
                } catch (NoSuchFileException e) {
                    problems.add(file + " is missing");
                } catch (IOException e) {
                    problems.add(file + " cannot be read: " + e);
                }
            }
        } catch (MagibuException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return List.copyOf(problems);
    }

    private void export(CheckedModel snapshot, String fingerprint, Precision precision, Path folder) throws IOException {
        long start = System.nanoTime();
        Path temporary = graphs.resolve(folder.getFileName() + TEMPORARY);
        FileTree.delete(temporary); // a crash may have left it behind
        try {
            trusted.create(temporary);
            // The key stands for the content that was hashed. All is read again here: in the meantime a file may have been replaced.
            FileStamps stamps = FileStamps.in(snapshot.folder());
            CheckedModel current = CheckedModel.open(snapshot.folder());
            CompiledGraph graph = GraphExporter.export(current, precision, temporary);
            if (!current.fingerprint().equals(fingerprint)) {
                throw FileStamps.changed(snapshot.folder());
            }
            stamps.requireUnchanged(current.files());
            new ExportManifest(
                            GraphExporter.VERSION,
                            precision,
                            fingerprint,
                            current.weights().parameters(),
                            ExportManifest.sums(temporary, List.of(graph.embedder(), graph.model(), graph.data())))
                    .write(temporary);
            Files.writeString(origin(folder), snapshot.folder().toAbsolutePath().normalize().toString());
            FileTree.delete(folder); // a damaged one
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(temporary);
        }
        log.info("Converted {} to {} in {} ms", snapshot.folder(), folder, (System.nanoTime() - start) / 1_000_000);
    }
}

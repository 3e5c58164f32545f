package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.GraphWriteException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.folder.FileStamps;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.hub.internal.CacheLock;
import ai.magibu.hub.internal.FileSum;
import ai.magibu.hub.internal.FileTree;
import ai.magibu.hub.internal.TrustedFolder;
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
 * Compiled graphs, one folder each, named after the content they were made from. A graph is written under a temporary name and
 * moved into place under a lock, so a folder is complete, and one of several processes compiles. A graph is used only if no
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

    /** @param directory the cache folder; created when it is first needed */
    public GraphCache(Path directory) {
        this.graphs = directory.resolve("graphs");
        this.trusted = TrustedFolder.cache(directory);
    }

    /**
     * Returns the model's graph; compiles it first if it is missing or damaged.
     *
     * @throws GraphWriteException if it cannot be written, or another user could have written it
     * @throws ai.magibu.embedding.api.ModelSourceException if the model's files change while they are compiled
     */
    public CompiledGraph get(CheckedModel model, Precision precision) {
        String fingerprint = model.fingerprint();
        String key = key(fingerprint, precision);
        CompiledGraph graph = new CompiledGraph(graphs.resolve(key));
        try {
            requireTrusted(graph, precision);
            deleteAbandoned();
            if (damage(graph, precision, fingerprint) == null) { // without a lock, so that a read-only cache serves too
                return graph;
            }
            trusted.create(graphs);
            CacheLock lock = CacheLock.acquire(lock(key));
            try {
                String damage = damage(graph, precision, fingerprint);
                if (damage != null) {
                    log.info("Compiling {}: {}", model.folder(), damage);
                    compile(model, precision, graph.folder());
                }
            } finally {
                lock.close();
            }
            return graph;
        } catch (IOException | UncheckedIOException e) {
            throw new GraphWriteException(
                    "the graph of " + model.folder() + " cannot be written to " + graphs + " (" + e
                            + "); check permissions and free space, or set another cache folder",
                    e);
        }
    }

    /** Returns whether there is a graph, sound or not, so that {@link #get} probably compiles nothing. */
    public boolean has(CheckedModel model, Precision precision) {
        return Files.isDirectory(graphs.resolve(key(model.fingerprint(), precision)));
    }

    private static String key(String fingerprint, Precision precision) {
        return fingerprint.substring(0, KEY_LENGTH) + "-" + precision.name().toLowerCase(Locale.ROOT) + "-v" + CompiledGraph.VERSION;
    }

    private Path lock(String key) {
        return graphs.resolve(key + ".lock");
    }

    private void requireTrusted(CompiledGraph graph, Precision precision) throws IOException {
        List<Path> files = new ArrayList<>(graph.files(precision));
        files.add(GraphManifest.file(graph.folder()));
        for (Path file : files) {
            String problem = trusted.problem(file);
            if (problem != null) {
                throw new GraphWriteException(
                        "the compiled graph in " + graph.folder() + " is not used: " + problem
                                + "; delete it, or set another cache folder",
                        null);
            }
        }
    }

    /** Returns why a graph cannot be used; null if it can. */
    private static @Nullable String damage(CompiledGraph graph, Precision precision, String fingerprint) throws IOException {
        if (!Files.exists(graph.folder(), LinkOption.NOFOLLOW_LINKS)) {
            return "it is not in the cache";
        }
        try {
            GraphManifest manifest = GraphManifest.read(graph.folder());
            return manifest.fingerprint().equals(fingerprint)
                    ? manifest.damage(graph.folder(), graph.ownFiles(precision))
                    : graph.folder() + " belongs to another model";
        } catch (MagibuException e) {
            return e.getMessage();
        }
    }

    /** Deletes the files of processes that were killed during a compilation. A running one holds its lock. */
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
            log.info("Deleted {}, left behind by an interrupted compilation", temporary);
        } finally {
            lock.close();
        }
    }

    /** Describes a graph in the cache; the parameters are those of {@code CachedGraph}. */
    public interface Description<T> {
        T of(Path folder, @Nullable Path from, String precision, boolean current, boolean unfinished, long bytes, Instant lastUsed);
    }

    /** Returns the graphs in the cache, by name, and those whose compilation did not end; an empty list if there is no cache. */
    public <T> List<T> contents(Description<T> description) {
        if (!Files.isDirectory(graphs)) {
            return List.of();
        }
        List<T> contents = new ArrayList<>();
        try (Stream<Path> folders = Files.list(graphs)) {
            for (Path folder : folders.sorted().toList()) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                if (name.matches() && !(name.group("temporary") != null && isBeingWritten(name.group("key")))) {
                    contents.add(describe(folder, name, description));
                }
            }
            return List.copyOf(contents);
        } catch (IOException e) {
            throw new GraphWriteException("the cache " + graphs + " cannot be read: " + e, e);
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
            return false; // the cache cannot be written
        }
    }

    private <T> T describe(Path folder, Matcher name, Description<T> description) throws IOException {
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
        boolean current = name.group("version").equals("v" + CompiledGraph.VERSION);
        return description.of(folder, from, name.group("precision"), current, name.group("temporary") != null, bytes, lastUsed);
    }

    /** Returns the file next to a graph's folder that names the folder of its model, for people only. */
    public static Path origin(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".from");
    }

    /**
     * Hashes a graph's files again.
     *
     * @return the problems; an empty list if the files are sound
     */
    public static List<String> problems(Path folder) {
        List<String> problems = new ArrayList<>();
        try {
            GraphManifest manifest = GraphManifest.read(folder);
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

    private void compile(CheckedModel model, Precision precision, Path folder) throws IOException {
        long start = System.nanoTime();
        Path temporary = graphs.resolve(folder.getFileName() + TEMPORARY);
        FileTree.delete(temporary); // a crash may have left it behind
        try {
            trusted.create(temporary);
            // the key stands for the content that was hashed; in the meantime a file may have been replaced
            if (!ModelCompiler.compile(model.folder(), precision, temporary, false).equals(model.fingerprint())) {
                throw FileStamps.changed(model.folder());
            }
            Files.writeString(origin(folder), model.folder().toAbsolutePath().normalize().toString());
            FileTree.delete(folder); // a damaged one
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(temporary);
        }
        log.info("Compiled {} to {} in {} ms", model.folder(), folder, (System.nanoTime() - start) / 1_000_000);
    }
}

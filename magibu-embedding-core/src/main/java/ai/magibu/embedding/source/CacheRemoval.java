package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something in a cache that can be deleted. What is deleted is fetched or made again when it is needed.
 *
 * @param what in words
 * @param paths files, links, and folders with all that is in them, in the order of their deletion
 * @param bytes that deleting them sets free
 */
public record CacheRemoval(String what, List<Path> paths, long bytes) {

    /** @throws ModelSourceException if something cannot be deleted; what comes before it is gone then */
    public void execute() {
        for (Path path : paths) {
            try {
                delete(path);
            } catch (IOException e) {
                throw new ModelSourceException(Reason.STORAGE, path + " cannot be deleted: " + e, e);
            }
        }
    }

    /** Deletes a file, or a folder with everything in it; links are not followed. A missing path is ignored. */
    public static void delete(Path path) throws IOException {
        try {
            for (Path each : tree(path)) {
                Files.deleteIfExists(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The deepest first; links are not followed. */
    private static List<Path> tree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(path)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /**
     * A removal of those, with the bytes that they take; those that are missing count for nothing.
     *
     * @throws ModelSourceException if they cannot be read
     */
    public static CacheRemoval of(String what, List<Path> paths) {
        long bytes = 0;
        for (Path path : paths) {
            try {
                for (Path each : tree(path)) {
                    bytes += size(each);
                }
            } catch (IOException | UncheckedIOException e) {
                throw new ModelSourceException(Reason.STORAGE, path + " cannot be read: " + e, e);
            }
        }
        return new CacheRemoval(what, List.copyOf(paths), bytes);
    }

    private static long size(Path path) throws IOException {
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
        } catch (NoSuchFileException e) {
            return 0; // another process has just renamed it
        }
    }
}

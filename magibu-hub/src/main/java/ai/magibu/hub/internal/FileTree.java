package ai.magibu.hub.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file, or a folder with everything in it. Links are not followed, and a missing path is an empty tree. */
public final class FileTree {

    private FileTree() {}

    /** Deletes everything, the deepest first. */
    public static void delete(Path path) throws IOException {
        for (Path each : deepestFirst(path)) {
            Files.deleteIfExists(each);
        }
    }

    /** Returns the size of all files in bytes. */
    public static long bytes(Path path) throws IOException {
        long bytes = 0;
        for (Path each : deepestFirst(path)) {
            try {
                bytes += Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) ? Files.size(each) : 0;
            } catch (NoSuchFileException e) {
                // Another process has just renamed it.
            }
        }
        return bytes;
    }

    private static List<Path> deepestFirst(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(path)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

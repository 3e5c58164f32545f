package ai.magibu.embedding.internal.folder;

import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sizes, times and identities of a model's files before they are read, to find out afterwards whether another process has
 * replaced or written one in between. Immutable.
 */
public final class FileStamps {

    private record Stamp(long bytes, FileTime modified, @Nullable Object key) {

        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private final Map<Path, Stamp> stamps;

    private FileStamps(Map<Path, Stamp> stamps) {
        this.stamps = stamps;
    }

    /**
     * Takes the stamps of the files in a model's folder. To be called before the first of them is read.
     *
     * @throws ModelSourceException if the folder cannot be read
     */
    public static FileStamps in(Path folder) {
        Map<Path, Stamp> stamps = new HashMap<>();
        if (!Files.exists(folder.resolve(ModelFiles.MODULES))) {
            return new FileStamps(stamps); // not a model, so reading it fails; it may be a whole disk
        }
        try {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    stamps.put(key(file), Stamp.of(attributes));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // a circular link or a folder without permission; the reader fails if it needs it
                }
            });
            return new FileStamps(stamps);
        } catch (IOException e) {
            throw new ModelSourceException("the model's folder " + folder + " cannot be read: " + e, e);
        }
    }

    /**
     * Checks that the files that were read are still the same.
     *
     * @throws ModelSourceException that names the first file that has changed
     */
    public void requireUnchanged(Collection<Path> files) {
        for (Path file : files) {
            Stamp before = stamps.get(key(file));
            if (before == null || !before.equals(stamp(file))) {
                throw changed(file);
            }
        }
    }

    /** Returns the exception for a model that has changed while it was read. */
    public static ModelSourceException changed(Path file) {
        return new ModelSourceException(file + " has changed while the model was being read, so the result was discarded; load the model"
                + " again when its files are complete");
    }

    private static Path key(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static @Nullable Stamp stamp(Path file) {
        try {
            return Stamp.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException e) {
            return null; // missing, or a link that leads nowhere
        }
    }
}

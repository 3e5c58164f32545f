package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The files of a model's folder: a file that cannot be read is reported with the reason. */
public final class ModelFile {

    /** Gemma's tokenizer, the largest JSON file of a model, has 33 MB. */
    private static final long MAX_JSON_BYTES = 128L << 20;

    private ModelFile() {}

    /** Returns whether there is an entry of this name. A link to a missing file counts, because reading it must fail. */
    public static boolean exists(Path file) {
        try {
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Returns the size in bytes.
     *
     * @throws ModelSourceException if the file is missing, is not a regular file or cannot be read
     */
    public static long requireSize(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new ModelSourceException("the model's file " + file + " is not a regular file");
            }
            return attributes.size();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads a JSON file.
     *
     * @throws ModelSourceException if the file is missing or cannot be read
     * @throws ModelFormatException if the file is larger than any JSON file of a model
     */
    public static byte[] readJson(Path file) {
        long size = requireSize(file);
        if (size > MAX_JSON_BYTES) {
            throw new ModelFormatException(file, "at most " + MAX_JSON_BYTES + " bytes of JSON", size + " bytes");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The exception for a file that cannot be read. */
    public static ModelSourceException unreadable(Path file, IOException e) {
        String problem;
        if (e instanceof NoSuchFileException) {
            problem = Files.isSymbolicLink(file) ? "is a link to a missing file" : "is missing";
        } else {
            problem = "cannot be read: " + (e instanceof AccessDeniedException ? "permission denied" : e.toString());
        }
        return new ModelSourceException("the model's file " + file + " " + problem, e);
    }

    /** The file of this name in the folder; null if a path cannot have the name (a NUL character, a lone surrogate). */
    public static @Nullable Path resolve(Path folder, String name) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}

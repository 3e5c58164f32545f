package ai.magibu.embedding.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of the model is malformed, truncated, or contradicts another. The message has the file, what was expected and what was found. */
public final class ModelFormatException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public ModelFormatException(Path file, String expected, String found) {
        this(file, expected, found, null);
    }

    public ModelFormatException(Path file, String expected, String found, @Nullable Throwable cause) {
        super(file + ": expected " + expected + ", found " + found, cause);
        this.file = file;
    }

    /** Returns the invalid file. */
    public Path file() {
        return file;
    }
}

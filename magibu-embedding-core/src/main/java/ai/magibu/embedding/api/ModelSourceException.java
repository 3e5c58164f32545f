package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** The model's files could not be found or read: a missing folder or file, a permission, an I/O error. */
public final class ModelSourceException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public ModelSourceException(String message) {
        this(message, null);
    }

    public ModelSourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * The superclass of the failures of loading a model and encoding texts. Invalid arguments give an {@link IllegalArgumentException}
 * instead, and use after close an {@link IllegalStateException}.
 */
public abstract class MagibuException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MagibuException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

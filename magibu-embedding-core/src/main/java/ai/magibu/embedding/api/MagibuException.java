package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that is not the caller's mistake. A caller's mistake is an {@link
 * IllegalArgumentException}, use after close an {@link IllegalStateException}.
 */
public abstract class MagibuException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MagibuException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

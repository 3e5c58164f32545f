package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * The compiled graph could not be written or reused, because of a full disk, a missing permission, or a cache that another user can
 * write, for example. A damaged graph in the cache is compiled again; this exception is thrown only if the cache cannot be written.
 */
public final class GraphWriteException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public GraphWriteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

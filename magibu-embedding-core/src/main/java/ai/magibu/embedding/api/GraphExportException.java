package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * The ONNX graph could not be written or reused: a full disk, a folder without write permission, a cache that another user could
 * have written. A damaged graph in the cache is made again, and leads to this exception only if the cache cannot be written.
 */
public final class GraphExportException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public GraphExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

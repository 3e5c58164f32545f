package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** The ONNX graph could not be written or reused: a full disk, a folder without write permission, a damaged cache. */
public final class GraphExportException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public GraphExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

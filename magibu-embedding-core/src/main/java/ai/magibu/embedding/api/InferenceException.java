package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** ONNX Runtime failed to load the graph or to run a batch. The message contains the batch's shape. */
public final class InferenceException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public InferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

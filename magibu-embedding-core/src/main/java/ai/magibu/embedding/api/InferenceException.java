package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** The engine, such as ONNX Runtime, failed to load the model or to run a batch. The message says what to do. */
public final class InferenceException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public InferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

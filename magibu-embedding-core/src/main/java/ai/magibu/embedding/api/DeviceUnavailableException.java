package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** The requested device cannot be used. The message says what is missing. */
public final class DeviceUnavailableException extends MagibuException {

    private static final long serialVersionUID = 1L;

    public DeviceUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

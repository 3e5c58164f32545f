package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request failed in a way that may be over soon. The message is what is said if it is not. */
final class TransientFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;

    TransientFailure(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long the server asks to wait; null if it does not say. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }

    ModelSourceException lasting() {
        return new ModelSourceException(Reason.NETWORK, getMessage(), getCause());
    }
}

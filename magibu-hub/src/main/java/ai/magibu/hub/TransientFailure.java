package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A failure that may pass. The message is for the user if it does not. */
final class TransientFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;

    TransientFailure(String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** Returns the wait that the server asks for; null if it does not ask for one. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    HubException lasting() {
        return new HubException(Reason.NETWORK, Objects.requireNonNull(getMessage()), getCause());
    }
}

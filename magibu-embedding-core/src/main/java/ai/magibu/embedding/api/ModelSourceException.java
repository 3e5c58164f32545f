package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** The model's files could not be found, downloaded or read. The message says what to do; {@link #reason()} is for programs. */
public final class ModelSourceException extends MagibuException {

    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Reason {
        /** A local folder or file is missing or cannot be read. */
        FILES,
        /** The hub has no such repository, revision or file. */
        NOT_FOUND,
        /** The hub denies access: the repository is gated or private, and the token is missing or lacks the permission. */
        ACCESS,
        /** A setting of the hub is invalid, such as its address, a timeout or a proxy. The message names it. */
        SETTINGS,
        /** The hub or the network does not respond as expected. A later attempt may succeed. */
        NETWORK,
        /** Requests are disabled (by {@code HF_HUB_OFFLINE}, for example), and the cache does not have the model. */
        OFFLINE,
        /** A cache folder cannot be written, because of a full disk or a missing permission. */
        STORAGE,
        /** The download is not what was announced: a wrong hash, an HTML page, a file name that leads out of the cache. */
        INTEGRITY
    }

    private final Reason reason;

    /** A failure of {@link Reason#FILES}. */
    public ModelSourceException(String message) {
        this(message, null);
    }

    /** A failure of {@link Reason#FILES}. */
    public ModelSourceException(String message, @Nullable Throwable cause) {
        this(Reason.FILES, message, cause);
    }

    public ModelSourceException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ModelSourceException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the kind of failure. */
    public Reason reason() {
        return reason;
    }
}

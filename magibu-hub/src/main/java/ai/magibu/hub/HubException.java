package ai.magibu.hub;

import org.jspecify.annotations.Nullable;

/** A repository's files could not be found, downloaded or kept. The message says what to do; {@link #reason()} is for programs. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Reason {
        /** The hub has no such repository, revision or file. */
        NOT_FOUND,
        /** The hub denies access: the repository is gated or private, and the token is missing or lacks the permission. */
        ACCESS,
        /** A setting is invalid, such as the hub's address, a timeout or a proxy. The message names it. */
        SETTINGS,
        /** The hub or the network does not respond as expected. A later attempt may succeed. */
        NETWORK,
        /** Requests are disabled, by {@code HF_HUB_OFFLINE} for example, and the cache does not have the files. */
        OFFLINE,
        /** The cache folder cannot be read or written, because of a full disk or a missing permission. */
        STORAGE,
        /** The download is not what was announced: a wrong hash, an HTML page, a file name that leads out of the cache. */
        INTEGRITY
    }

    private final Reason reason;

    public HubException(Reason reason, String message) {
        this(reason, message, null);
    }

    public HubException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the kind of failure. */
    public Reason reason() {
        return reason;
    }
}

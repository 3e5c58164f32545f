package ai.magibu.hub;

import org.jspecify.annotations.Nullable;

/** A repository's files could not be found, downloaded or kept. The message says what to do; {@link #reason()} is for programs. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum Reason {
        /** The hub has no such repository, revision or file. */
        NOT_FOUND,
        /** The hub refuses: a gated or private repository, and no token, or one without the right. */
        ACCESS,
        /** The hub, or the way to it, does not answer as it should. A later attempt may succeed. */
        NETWORK,
        /** Requests are forbidden ({@code HF_HUB_OFFLINE}), and the cache does not have the files. */
        OFFLINE,
        /** The cache directory cannot be read or written: a full disk, a missing permission. */
        STORAGE,
        /** The content is not the announced one: a wrong hash, an HTML page, a file name that leads out of the cache. */
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

    public Reason reason() {
        return reason;
    }
}

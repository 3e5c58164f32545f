package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/** The model's files could not be found, fetched or read. The message says what to do; {@link #reason()} tells programs. */
public final class ModelSourceException extends MagibuException {

    private static final long serialVersionUID = 1L;

    /** What kind of thing went wrong. */
    public enum Reason {
        /** A local folder or file is missing or cannot be read. */
        FILES,
        /** The hub has no such repository, revision or file. */
        NOT_FOUND,
        /** The hub refuses: a gated or private repository, no token, or one without the right. */
        ACCESS,
        /** The hub, or the way to it, does not answer as it should. Trying again later may help. */
        NETWORK,
        /** The hub may not be asked ({@code HF_HUB_OFFLINE}), and the cache does not have the model. */
        OFFLINE,
        /** A cache directory cannot be written: a full disk, a missing permission. */
        STORAGE,
        /** What arrived is not what was announced: a wrong hash, an HTML page, a file name that leads out of the cache. */
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

    public Reason reason() {
        return reason;
    }
}

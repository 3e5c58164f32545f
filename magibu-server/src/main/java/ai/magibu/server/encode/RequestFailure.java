package ai.magibu.server.encode;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that has no result. Each protocol gives it a status and a form. The message is for the client. */
public final class RequestFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The reason of a failure. */
    public enum Kind {
        /** The request has no text. */
        EMPTY,
        /** A value is invalid. */
        INVALID,
        /** Token ids are not those of a text. */
        TOKENS,
        /** A text has more tokens than the model takes. */
        TOO_LONG,
        /** The model's name is not that of the served model. */
        UNKNOWN_MODEL,
        /** Too many tokens wait. */
        OVERLOADED,
        /** The server is shutting down. */
        CLOSED,
        /** The model failed. */
        MODEL
    }

    /** Messages quote values of the request, which may have megabytes. */
    private static final int MAX_MESSAGE = 1_000;

    private final Kind kind;
    private final @Nullable String field;
    private final @Nullable Duration retryAfter;

    /** @param field the name of the invalid field; null if it is the field of the texts, whose name depends on the protocol */
    public RequestFailure(Kind kind, @Nullable String field, String message) {
        this(kind, field, message, null, null);
    }

    RequestFailure(Kind kind, @Nullable String field, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…", cause);
        this.kind = kind;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the name of the invalid field; null if it is the field of the texts. */
    public @Nullable String field() {
        return field;
    }

    /** Returns when the request may have a chance, in whole seconds; null except for {@link Kind#OVERLOADED}. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Returns the message, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}

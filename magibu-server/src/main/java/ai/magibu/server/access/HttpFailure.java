package ai.magibu.server.access;

import ai.magibu.server.encode.Inputs;
import io.netty.channel.ChannelException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.ErrorResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * A request that HTTP, its body's form or the API key rule out, before a protocol looks at its content; or a defect of the server.
 *
 * @param status the status of the answer, from 400
 * @param field the invalid field of the body; null for others
 * @param message the message for the client
 */
public record HttpFailure(int status, @Nullable String field, String message) {

    /** The status for the log, as in nginx. The client does not get it. */
    static final int CLIENT_CLOSED_REQUEST = 499;

    /** Returns whether the client closed the connection, or the server did after {@code magibu.server.body-timeout}. */
    static boolean isOfConnection(Throwable failure) {
        return failure instanceof IOException || failure instanceof ChannelException;
    }

    /** Returns the failure of an exception that Spring or a filter raised. */
    public static HttpFailure of(Throwable failure, ServerHttpRequest request) {
        if (isOfConnection(failure)) {
            return new HttpFailure(CLIENT_CLOSED_REQUEST, null, "the connection is closed");
        }
        if (!(failure instanceof ErrorResponse response)) {
            return new HttpFailure(500, null, "the server failed. Its log says more");
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException malformed) {
                return ofBody(malformed);
            }
        }
        int status = response.getStatusCode().value();
        return new HttpFailure(status, null, switch (status) {
            case 400 -> "the body is missing";
            case 401 -> "the API key is missing or wrong. Send the header \"Authorization: Bearer KEY\"";
            case 404 -> "there is nothing at " + request.getPath().value();
            case 405 -> request.getPath().value() + " does not accept the method " + request.getMethod();
            case 406 -> "the answer is application/json, which the header Accept does not allow";
            case 413 -> "the body is larger than this server accepts. Split the request";
            case 415 -> "the body must have the Content-Type application/json";
            default -> {
                HttpStatus known = HttpStatus.resolve(status);
                yield known == null ? "the request failed" : known.getReasonPhrase();
            }
        });
    }

    private static HttpFailure ofBody(JacksonException malformed) {
        if (malformed instanceof StreamConstraintsException) {
            StreamReadConstraints limits = StreamReadConstraints.defaults();
            return new HttpFailure(400, null,
                    "the body has more than " + limits.getMaxNestingDepth() + " nested values, a number with more than "
                            + limits.getMaxNumberLength() + " digits, or a string with more than " + limits.getMaxStringLength()
                            + " characters");
        }
        if (malformed instanceof StreamReadException && !(malformed instanceof InputCoercionException)) { // a number out of range is JSON
            return new HttpFailure(400, null, "the body is not valid JSON. See line " + malformed.getLocation().getLineNr() + ", column "
                    + malformed.getLocation().getColumnNr());
        }
        String field = malformed.getPath().isEmpty() ? null : malformed.getPath().get(0).getPropertyName();
        if (field == null) {
            return new HttpFailure(400, null, "the body is not a JSON object");
        }
        boolean explained = malformed instanceof MismatchedInputException mismatch && Inputs.class.equals(mismatch.getTargetType());
        return new HttpFailure(
                400, field, "\"" + field + "\" " + (explained ? malformed.getOriginalMessage() : "has a value of the wrong type"));
    }
}

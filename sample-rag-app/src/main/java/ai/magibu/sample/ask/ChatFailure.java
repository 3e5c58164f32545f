package ai.magibu.sample.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.util.Locale;
import org.springframework.core.NestedExceptionUtils;

/** Why there is no answer, or only part of one. */
public enum ChatFailure {
    TIMEOUT("did not answer in time (sample.chat.timeout, sample.chat.deadline)."),
    KEY("refuses the key (sample.chat.api-key)."),
    UNKNOWN_MODEL("is not known to the endpoint (sample.chat.model)."),
    BUSY("is asked too often at the moment. Try again later."),
    UNREACHABLE("cannot be reached (sample.chat.base-url)."),
    /** The stream ended before the model said that it had done. */
    CUT("broke off in the middle of its answer."),
    FAILED("failed; the log says why.");

    private final String words;

    ChatFailure(String words) {
        this.words = words;
    }

    /** A stable code for programs. */
    public String code() {
        return "chat-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String message(String model) {
        return "The chat model \"" + model + "\" " + words;
    }

    /** @param begun whether the endpoint had begun to answer */
    static ChatFailure of(Throwable failure, boolean begun) {
        if (failure instanceof TimeoutException) {
            return TIMEOUT;
        } else if (failure instanceof AuthenticationException) {
            return KEY;
        } else if (failure instanceof ModelNotFoundException) {
            return UNKNOWN_MODEL;
        } else if (failure instanceof RateLimitException) {
            return BUSY;
        } else if (failure instanceof UnresolvedModelServerException) {
            return UNREACHABLE;
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        if (cause instanceof IOException && !(cause instanceof JsonProcessingException)) {
            return begun ? CUT : UNREACHABLE;
        }
        return FAILED;
    }
}

package ai.magibu.server.tei;

import ai.magibu.server.access.ErrorAnswer;
import ai.magibu.server.access.HttpFailure;
import ai.magibu.server.encode.RequestFailure;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** All errors that no handler before this one took, in the form of text-embeddings-inference. */
@Component
@Order(-2)
final class TeiErrors implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(TeiErrors.class);

    private final ErrorAnswer answer;

    TeiErrors(ErrorAnswer answer) {
        this.answer = answer;
    }

    /** The body of an error. */
    record Body(String error, @JsonProperty("error_type") String errorType) {}

    private record Form(int status, String type) {}

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        if (failure instanceof RequestFailure request) {
            Form form = form(request.kind());
            return answer.write(exchange, form.status, new Body(request.text(), form.type), request.retryAfter());
        }
        HttpFailure http = HttpFailure.of(failure, exchange.getRequest());
        if (http.status() >= 500) {
            log.error("{} failed", exchange.getRequest().getPath().value(), failure);
        }
        int status = http.status() == 400 && http.field() != null ? 422 : http.status();
        return answer.write(exchange, status, new Body(http.message(), status < 500 ? "Validation" : "Backend"), null);
    }

    private static Form form(RequestFailure.Kind kind) {
        return switch (kind) {
            case EMPTY -> new Form(400, "Empty");
            case INVALID, TOO_LONG, UNKNOWN_MODEL -> new Form(422, "Validation");
            case TOKENS -> new Form(422, "Tokenizer");
            case OVERLOADED -> new Form(429, "Overloaded");
            case CLOSED -> new Form(503, "Unhealthy");
            case MODEL -> new Form(424, "Backend");
        };
    }
}

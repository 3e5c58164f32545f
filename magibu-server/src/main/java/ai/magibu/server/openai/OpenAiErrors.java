package ai.magibu.server.openai;

import ai.magibu.server.access.ErrorAnswer;
import ai.magibu.server.access.HttpFailure;
import ai.magibu.server.encode.RequestFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.RequestPath;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** The errors of everything under {@code /v1}, in OpenAI's form. */
@Component
@Order(-3)
final class OpenAiErrors implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(OpenAiErrors.class);

    /** Also matches encoded paths, as the mappings do. */
    private static final PathPattern PATHS = PathPatternParser.defaultInstance.parse("/v1/**");

    private static final String INVALID_REQUEST = "invalid_request_error";
    private static final String SERVER_ERROR = "server_error";

    private final ErrorAnswer answer;

    OpenAiErrors(ErrorAnswer answer) {
        this.answer = answer;
    }

    /** The body of an error. */
    record Body(Detail error) {

        /**
         * OpenAI's error object.
         *
         * @param param the invalid field; null for others
         * @param code OpenAI's code; null if the type says enough
         */
        record Detail(String message, String type, @Nullable String param, @Nullable String code) {}
    }

    private record Form(int status, String type, @Nullable String code) {}

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        RequestPath path = exchange.getRequest().getPath();
        if (exchange.getResponse().isCommitted() || !PATHS.matches(path.pathWithinApplication())) {
            return Mono.error(failure);
        }
        if (failure instanceof RequestFailure request) {
            String field = request.field() == null ? "input" : request.field();
            Form form = form(request.kind());
            return write(exchange, form, form.status < 429 ? field : null, request.text(), request);
        }
        HttpFailure http = HttpFailure.of(failure, exchange.getRequest());
        if (http.status() >= 500) {
            log.error("{} failed", path.value(), failure);
        }
        return write(exchange, form(http.status()), http.field(), http.message(), null);
    }

    private Mono<Void> write(
            ServerWebExchange exchange, Form form, @Nullable String field, String message, @Nullable RequestFailure failure) {
        Body body = new Body(new Body.Detail(message, form.type, field, form.code));
        return answer.write(exchange, form.status, body, failure == null ? null : failure.retryAfter());
    }

    private static Form form(RequestFailure.Kind kind) {
        return switch (kind) {
            case EMPTY, INVALID, TOKENS -> new Form(400, INVALID_REQUEST, null);
            case TOO_LONG -> new Form(400, INVALID_REQUEST, "context_length_exceeded");
            case UNKNOWN_MODEL -> new Form(404, INVALID_REQUEST, "model_not_found");
            case OVERLOADED -> new Form(429, "rate_limit_exceeded", "rate_limit_exceeded");
            case CLOSED -> new Form(503, SERVER_ERROR, "service_unavailable");
            case MODEL -> new Form(500, SERVER_ERROR, null);
        };
    }

    private static Form form(int status) {
        return status == 401 ? new Form(status, "authentication_error", "invalid_api_key")
                : new Form(status, status < 500 ? INVALID_REQUEST : SERVER_ERROR, null);
    }
}

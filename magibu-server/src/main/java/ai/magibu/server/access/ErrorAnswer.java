package ai.magibu.server.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes the errors of both protocols. */
@Component
public final class ErrorAnswer {

    private static final Logger log = LoggerFactory.getLogger(ErrorAnswer.class);

    private final JsonMapper mapper;

    ErrorAnswer(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Writes an answer.
     *
     * @param body becomes JSON
     * @param retryAfter when the client may try again, in whole seconds; null to say nothing
     */
    public Mono<Void> write(ServerWebExchange exchange, int status, Object body, @Nullable Duration retryAfter) {
        if (status == HttpFailure.CLIENT_CLOSED_REQUEST) {
            return Mono.never(); // until Netty cancels the request, because writing to the closed connection would log a stack trace
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(status));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        if (retryAfter != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        if (status == 401) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        byte[] json = mapper.writeValueAsBytes(body);
        response.getHeaders().setContentLength(json.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(json))).onErrorResume(failure -> {
            log.debug("The client does not get its error", failure); // it sent broken HTTP, or it is gone
            return Mono.empty();
        });
    }
}

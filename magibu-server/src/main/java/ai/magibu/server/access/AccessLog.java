package ai.magibu.server.access;

import ai.magibu.server.encode.Encoded;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Logs a line for each request when its answer begins or the client goes away. The line never has a text, a key or a user. Requests of
 * health and metrics are logged at debug level.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class AccessLog implements WebFilter {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

    private static final String ENCODED = AccessLog.class.getName();
    private static final int MAX_PATH = 200;

    /** Adds the size of a request's result to its line. */
    public static void note(ServerWebExchange exchange, Encoded encoded) {
        exchange.getAttributes().put(ENCODED, encoded);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long start = System.nanoTime();
        AtomicBoolean logged = new AtomicBoolean();
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> {
            HttpStatusCode status = exchange.getResponse().getStatusCode();
            logOnce(logged, exchange, status == null ? 200 : status.value(), start);
        }));
        Runnable clientClosed = () -> logOnce(logged, exchange, HttpFailure.CLIENT_CLOSED_REQUEST, start);
        return chain.filter(exchange).doOnCancel(clientClosed).doOnError(HttpFailure::isOfConnection, failure -> clientClosed.run());
    }

    private static void logOnce(AtomicBoolean logged, ServerWebExchange exchange, int status, long start) {
        if (!logged.compareAndSet(false, true)) {
            return;
        }
        String method = exchange.getRequest().getMethod().name();
        String path = exchange.getRequest().getURI().getRawPath();
        String shown = path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "…";
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        LoggingEventBuilder line = (ApiKeyFilter.isPublic(path) ? log.atDebug() : log.atInfo())
                .addKeyValue("method", method)
                .addKeyValue("path", shown)
                .addKeyValue("status", status)
                .addKeyValue("milliseconds", milliseconds)
                .addKeyValue("bytes", exchange.getResponse().getHeaders().getContentLength());
        String size = "";
        if (exchange.getAttributes().get(ENCODED) instanceof Encoded encoded) {
            line = line.addKeyValue("texts", encoded.embeddings().size())
                    .addKeyValue("tokens", encoded.tokens())
                    .addKeyValue("truncated", encoded.truncated());
            size = ", " + encoded.embeddings().size() + " texts, " + encoded.tokens() + " tokens";
        }
        line.log("{} {} {} in {} ms{}", method, shown, status, milliseconds, size);
    }
}

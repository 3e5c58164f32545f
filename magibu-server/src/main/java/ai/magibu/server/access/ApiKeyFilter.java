package ai.magibu.server.access;

import ai.magibu.server.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets requests pass that have one of the keys. Health, metrics and the description of the paths are public. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class ApiKeyFilter implements WebFilter {

    private static final String SCHEME = "bearer ";

    private final List<byte[]> digests;

    ApiKeyFilter(ServerSettings settings) {
        this.digests = settings.apiKeys().stream().map(ApiKeyFilter::digest).toList();
    }

    static boolean isPublic(String path) {
        return path.equals("/health") || path.startsWith("/health/") || path.equals("/metrics") || path.equals("/openapi.yaml");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return digests.isEmpty() || isPublic(exchange.getRequest().getPath().value()) || isKnown(authorization)
                ? chain.filter(exchange)
                : Mono.error(new ResponseStatusException(HttpStatus.UNAUTHORIZED));
    }

    /** Takes the same time for every wrong key, because digests of equal length are compared, and all of them. */
    private boolean isKnown(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        byte[] sent = digest(authorization.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, sent);
        }
        return known;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

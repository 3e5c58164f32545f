package ai.magibu.sample.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** What a client may do only so often. */
enum Limit {
    SEARCH(SecurityProperties.Limits::searches, path("/api/search"), path("/api/map")),
    ASK(SecurityProperties.Limits::asks, path("/api/ask")),
    UPLOAD(SecurityProperties.Limits::uploads, PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/api/documents")),
    /** Wrong passwords, however they come: see {@link LimitedLogin}. */
    FAILED_LOGIN(SecurityProperties.Limits::failedLogins);

    private final ToIntFunction<SecurityProperties.Limits> perMinute;
    private final List<RequestMatcher> requests;

    Limit(ToIntFunction<SecurityProperties.Limits> perMinute, RequestMatcher... requests) {
        this.perMinute = perMinute;
        this.requests = List.of(requests);
    }

    private static RequestMatcher path(String path) {
        return PathPatternRequestMatcher.pathPattern(path); // of any method: HEAD does the work of GET
    }

    int perMinute(SecurityProperties.Limits limits) {
        return perMinute.applyAsInt(limits);
    }

    static Optional<Limit> of(HttpServletRequest request) {
        return Arrays.stream(values())
                .filter(limit -> limit.requests.stream().anyMatch(matcher -> matcher.matches(request)))
                .findFirst();
    }
}

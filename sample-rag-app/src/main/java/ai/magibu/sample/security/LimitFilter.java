package ai.magibu.sample.security;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what a client does too often, and too many of its answers that are still being written, before any work is done. */
final class LimitFilter extends OncePerRequestFilter {

    private static final RequestMatcher EVENTS = PathPatternRequestMatcher.pathPattern("/api/ingest/events");
    private static final long SECONDS_TO_A_FREE_PLACE = 5;

    private final RateLimits limits;
    private final OpenRequests open;
    private final SecurityProblems problems;

    LimitFilter(RateLimits limits, OpenRequests open, SecurityProblems problems) {
        this.limits = limits;
        this.open = open;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Client client = Client.at(request.getRemoteAddr());
        @Nullable Limit limit = Limit.of(request).orElse(null);
        long wait = limit == null ? 0 : limits.take(limit, client);
        if (wait > 0) {
            problems.rateLimited(response, wait, "Too many requests.");
        } else if (limit == Limit.ASK || EVENTS.matches(request)) {
            keepCount(client, request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void keepCount(Client client, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!open.tryOpen(client)) {
            problems.rateLimited(response, SECONDS_TO_A_FREE_PLACE, "Too many answers are being written to this client.");
            return;
        }
        boolean goesOn = false;
        try {
            chain.doFilter(request, response);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Closing(client));
                goesOn = true;
            }
        } finally {
            if (!goesOn) {
                open.close(client);
            }
        }
    }

    /** Completion comes last, whatever else came before. */
    private final class Closing implements AsyncListener {

        private final Client client;

        Closing(Client client) {
            this.client = client;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            open.close(client);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        /** A dispatch that goes on asynchronously drops the listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}

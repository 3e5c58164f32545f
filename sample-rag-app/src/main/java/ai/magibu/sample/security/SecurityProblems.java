package ai.magibu.sample.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is refused before it reaches a controller, answered as the controllers answer: problem+json with a reason. */
@Component
class SecurityProblems {

    private final JsonMapper json;

    SecurityProblems(JsonMapper json) {
        this.json = json;
    }

    void write(HttpServletResponse response, HttpStatus status, String reason, String detail) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        problem.put("reason", reason);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        json.writeValue(response.getOutputStream(), problem);
    }

    /** A browser that opens a page is led to the login; everything else is told that it needs one. */
    void loginNeeded(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        if (e instanceof TooManyAttemptsException tooMany) {
            rateLimited(response, tooMany.secondsToWait(), "Too many attempts to log in.");
            return;
        }
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (HttpMethod.GET.matches(request.getMethod()) && accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            response.setStatus(HttpStatus.FOUND.value());
            response.setHeader(HttpHeaders.LOCATION, request.getContextPath() + "/login.html" + query);
            return;
        }
        if (request.getHeader("Sec-Fetch-Mode") == null) { // a browser would open a dialogue of its own
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"sample-rag-app\", charset=\"UTF-8\"");
        }
        write(response, HttpStatus.UNAUTHORIZED, "login-needed", "Log in: POST /login, or HTTP Basic.");
    }

    void loginFailed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        if (e instanceof TooManyAttemptsException tooMany) {
            rateLimited(response, tooMany.secondsToWait(), "Too many attempts to log in.");
        } else {
            write(response, HttpStatus.UNAUTHORIZED, "login-failed", "There is no such user with this password.");
        }
    }

    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) throws IOException {
        if (e instanceof CsrfException) {
            write(response, HttpStatus.FORBIDDEN, "csrf",
                    "Send the value of the cookie XSRF-TOKEN, which every answer sets, in the header X-XSRF-TOKEN.");
        } else {
            write(response, HttpStatus.FORBIDDEN, "forbidden", "This is not allowed.");
        }
    }

    void rejected(Access access, HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
            throws IOException {
        if (access.knows(request.getServerName())) {
            write(response, HttpStatus.BAD_REQUEST, "malformed", "The request's address or headers are not as they should be.");
        } else {
            write(response, HttpStatus.MISDIRECTED_REQUEST, "unknown-host",
                    "The application is not known by this host name. Its own are set by sample.security.hosts.");
        }
    }

    void rateLimited(HttpServletResponse response, long seconds, String why) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        write(response, HttpStatus.TOO_MANY_REQUESTS, "rate-limited", why + " Try again in " + seconds + " s.");
    }
}

package ai.magibu.sample.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses files where none are taken: to ask such a request for a parameter, as the login does, writes all of it to the disk. */
final class MultipartFilter extends OncePerRequestFilter {

    private static final RequestMatcher UPLOAD = PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/api/documents");

    private final SecurityProblems problems;

    MultipartFilter(SecurityProblems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/") || UPLOAD.matches(request)) {
            chain.doFilter(request, response);
        } else {
            problems.write(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "multipart", "Files are taken by POST /api/documents.");
        }
    }
}

package ai.magibu.sample.web;

import ai.magibu.embedding.api.OverloadedException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Returns every error as problem+json with a code, for which the page has texts in two languages, and without a stack trace. */
@RestControllerAdvice
@RestController
public class Problems extends ResponseEntityExceptionHandler implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final Map<Integer, String> CODES = Map.of(401, "unauthorized", 403, "csrf", 404, "not-found", 413, "too-large");

    public static ErrorResponseException of(int status, String code, String detail) {
        return new ErrorResponseException(HttpStatus.valueOf(status), problem(HttpStatus.valueOf(status), code, detail), null);
    }

    public static ErrorResponseException badRequest(String detail) {
        return of(400, "bad-request", detail);
    }

    public static ErrorResponseException notFound() {
        return of(404, "not-found", "There is no document with this id.");
    }

    /** Returns the code of a failure: database-unavailable, overloaded or internal. */
    public static String code(Throwable failure) {
        boolean overloaded = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(OverloadedException.class::isInstance);
        return isDatabaseUnavailable(failure) ? "database-unavailable" : overloaded ? "overloaded" : "internal";
    }

    /** Returns whether the database is unreachable, is shutting down, or has no free connection. */
    public static boolean isDatabaseUnavailable(Throwable failure) {
        return failure != null
                && (failure instanceof SQLTransientConnectionException
                        || failure instanceof SQLException sql && String.valueOf(sql.getSQLState()).matches("(08|57P|53).*")
                        || isDatabaseUnavailable(failure.getCause()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> any(Exception e) {
        if (e instanceof MultipartException || e instanceof InvalidParameterException) {
            return answer(HttpStatus.BAD_REQUEST, "bad-request", "The request is incomplete or malformed.");
        } else if (code(e).equals("internal")) {
            log.error("A request failed", e);
            return answer(HttpStatus.INTERNAL_SERVER_ERROR, code(e), "The server failed. See its log for the reason.");
        }
        return answer(HttpStatus.SERVICE_UNAVAILABLE, code(e), "Try again in a moment.");
    }

    /** Adds the code to the errors of Spring MVC. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            problem.setProperty("code", code(status));
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    /** Handles failures outside the controllers: in a filter, or in the web server. */
    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<ProblemDetail> outside(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE); // missing if a browser asks for this path
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        status = status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
        return answer(status, code(status), status.getReasonPhrase());
    }

    private static String code(HttpStatusCode status) {
        return CODES.getOrDefault(status.value(), status.is4xxClientError() ? "bad-request" : "internal");
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String code, String detail) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        return (status == HttpStatus.SERVICE_UNAVAILABLE ? answer.header(HttpHeaders.RETRY_AFTER, "2") : answer)
                .body(problem(status, code, detail));
    }

    private static ProblemDetail problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return problem;
    }
}

package ai.magibu.sample.web;

import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.sample.ask.ChatFailedException;
import ai.magibu.sample.ask.ChatFailure;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamConstraintsException;

/** Every error as problem+json: what is wrong, in words that the page can show; never a stack trace. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private static final String INTERNAL = "Something went wrong on the server; its log says what.";

    private final String largestFile;

    Problems(@Value("${spring.servlet.multipart.max-file-size}") String largestFile) {
        this.largestFile = largestFile;
    }

    @ExceptionHandler
    ProblemDetail any(RuntimeException e) {
        return of(e);
    }

    /** An upload that was cut or is no form, or an address that is not encoded as addresses are. */
    @ExceptionHandler({MultipartException.class, InvalidParameterException.class})
    ProblemDetail malformed(Exception e) {
        log.info("A request is malformed: {}", e.toString());
        return problem(HttpStatus.BAD_REQUEST, "The request is cut or malformed.");
    }

    @ExceptionHandler
    ProblemDetail unforeseen(Exception e) {
        log.error("A request failed", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, INTERNAL);
    }

    /** What a client is told of a failure. */
    static ProblemDetail of(RuntimeException e) {
        if (e instanceof IllegalArgumentException) {
            return problem(HttpStatus.BAD_REQUEST, e.getMessage());
        }
        if (e instanceof ChatFailedException chat) {
            HttpStatus status = chat.failure() == ChatFailure.TIMEOUT ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY;
            ProblemDetail problem = problem(status, e.getMessage());
            problem.setProperty("reason", chat.failure().code());
            problem.setProperty("passages", chat.passages());
            problem.setProperty("answer", chat.begun());
            return problem;
        }
        if (e instanceof OverloadedException) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, "The embedding model is busy. Try again in a moment.");
        }
        log.error("A request failed", e);
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, e instanceof MagibuException ? e.getMessage() : INTERNAL);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
            MaxUploadSizeExceededException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "A file may have at most " + largestFile + " (spring.servlet.multipart.max-file-size).");
        return handleExceptionInternal(e, problem, headers, HttpStatus.CONTENT_TOO_LARGE, request);
    }

    /** JSON that is longer or deeper than the settings allow is otherwise told from JSON that is none. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e.getCause() instanceof StreamConstraintsException) {
            ProblemDetail problem = problem(HttpStatus.CONTENT_TOO_LARGE, "The request's JSON is too long or too deep.");
            return handleExceptionInternal(e, problem, headers, HttpStatus.CONTENT_TOO_LARGE, request);
        }
        return super.handleHttpMessageNotReadable(e, headers, status, request);
    }

    private static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }
}

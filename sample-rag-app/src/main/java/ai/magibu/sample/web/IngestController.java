package ai.magibu.sample.web;

import ai.magibu.sample.ingest.IngestJob;
import ai.magibu.sample.ingest.IngestQueue;
import ai.magibu.sample.ingest.JobState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The queue of uploads; what adds to it is {@link DocumentController}. */
@RestController
@RequestMapping("/api/ingest")
class IngestController {

    private static final int MOST = 1_000;

    private final IngestQueue queue;
    private final IngestEvents events;

    IngestController(IngestQueue queue, IngestEvents events) {
        this.queue = queue;
        this.events = events;
    }

    record Jobs(List<IngestJob> jobs, Map<String, Integer> counts) {}

    @GetMapping
    Jobs list(@RequestParam(required = false) @Nullable String state, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST + ", not " + limit + ".");
        }
        return new Jobs(queue.list(state == null ? null : JobState.of(state), limit), queue.counts());
    }

    @GetMapping("/{id}")
    IngestJob get(@PathVariable long id) {
        return queue.find(id).orElseThrow(() -> notFound(id));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> cancelOrRemove(@PathVariable long id) {
        if (!queue.cancelOrRemove(id)) {
            throw notFound(id);
        }
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<IngestJob> retry(@PathVariable long id) {
        get(id);
        return ResponseEntity.accepted()
                .body(queue.retry(id).orElseThrow(() -> problem(
                        HttpStatus.CONFLICT,
                        "Only a job that failed or was cancelled can be retried, and only while its file is kept and no newer "
                                + "file of its name has come.")));
    }

    @GetMapping("/events")
    SseEmitter events() {
        return events.subscribe();
    }

    private static ErrorResponseException notFound(long id) {
        return problem(HttpStatus.NOT_FOUND, "There is no job " + id + ".");
    }

    static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}

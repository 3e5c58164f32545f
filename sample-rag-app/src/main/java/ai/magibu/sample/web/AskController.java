package ai.magibu.sample.web;

import ai.magibu.sample.ask.Answer;
import ai.magibu.sample.ask.AskRequest;
import ai.magibu.sample.ask.AskService;
import ai.magibu.sample.ask.Turn;
import ai.magibu.sample.search.FoundPassage;
import ai.magibu.sample.search.SearchRequest;
import ai.magibu.sample.store.ChunkFilter;
import ai.magibu.sample.store.SearchMode;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Questions to the chat model, answered at once or as it writes. No thread waits for it. */
@RestController
class AskController {

    private final AskService ask;

    AskController(AskService ask) {
        this.ask = ask;
    }

    record Question(
            @Nullable String question,
            @Nullable Integer k,
            @Nullable String mode,
            @Nullable List<UUID> documents,
            @Nullable List<String> tags,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable List<PastTurn> history) {

        AskRequest toRequest() {
            return new AskRequest(
                    new SearchRequest(
                            question == null ? "" : question,
                            k == null ? SearchRequest.USUAL_K : k,
                            mode == null ? SearchMode.HYBRID : SearchMode.of(mode),
                            new ChunkFilter(orNone(documents), orNone(tags), from, to)),
                    orNone(history).stream().map(PastTurn::toTurn).toList());
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    record PastTurn(@Nullable String question, @Nullable String answer) {

        static Turn toTurn(@Nullable PastTurn turn) {
            if (turn == null || turn.question == null) {
                throw new IllegalArgumentException("Each turn of history has a question, and an answer where there was one.");
            }
            return new Turn(turn.question, turn.answer == null ? "" : turn.answer);
        }
    }

    record WholeAnswer(@JsonUnwrapped Answer answer, @Nullable String standalone, List<FoundPassage> passages) {}

    @PostMapping("/api/ask")
    DeferredResult<WholeAnswer> ask(@RequestBody Question question) {
        WholeAnswerListener listener = new WholeAnswerListener();
        ask.ask(question.toRequest(), listener);
        return listener.result();
    }

    @PostMapping(path = "/api/ask", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(@RequestBody Question question) {
        AnswerStream stream = new AnswerStream();
        stream.follows(ask.ask(question.toRequest(), stream));
        return stream.emitter();
    }
}

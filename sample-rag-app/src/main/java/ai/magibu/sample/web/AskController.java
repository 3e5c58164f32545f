package ai.magibu.sample.web;

import ai.magibu.sample.ask.Answer;
import ai.magibu.sample.ask.AskService;
import ai.magibu.sample.search.SearchRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AskController {

    private final AskService ask;

    AskController(AskService ask) {
        this.ask = ask;
    }

    record Question(@Nullable String question, @Nullable Integer k) {}

    @PostMapping("/api/ask")
    Answer ask(@RequestBody Question question) {
        return ask.ask(
                question.question() == null ? "" : question.question(),
                question.k() == null ? SearchRequest.USUAL_K : question.k());
    }
}

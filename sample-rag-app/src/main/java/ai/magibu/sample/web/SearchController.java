package ai.magibu.sample.web;

import ai.magibu.sample.ask.Answer;
import ai.magibu.sample.ask.AskService;
import ai.magibu.sample.search.FoundPassage;
import ai.magibu.sample.search.SearchService;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SearchController {

    private static final int USUAL_K = 5;

    private final SearchService search;
    private final AskService ask;

    SearchController(SearchService search, AskService ask) {
        this.search = search;
        this.ask = ask;
    }

    record Found(String question, List<FoundPassage> passages) {}

    record Question(@Nullable String question, @Nullable Integer k) {}

    @GetMapping("/api/search")
    Found search(@RequestParam String q, @RequestParam(defaultValue = "" + USUAL_K) int k) {
        return new Found(q, search.search(q, k));
    }

    @PostMapping("/api/ask")
    Answer ask(@RequestBody Question question) {
        return ask.ask(
                question.question() == null ? "" : question.question(), question.k() == null ? USUAL_K : question.k());
    }
}

package ai.magibu.sample.web;

import ai.magibu.sample.search.FoundPassage;
import ai.magibu.sample.search.SearchRequest;
import ai.magibu.sample.search.SearchService;
import ai.magibu.sample.store.ChunkFilter;
import ai.magibu.sample.store.SearchMode;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SearchController {

    private final SearchService search;

    SearchController(SearchService search) {
        this.search = search;
    }

    record Found(String question, SearchMode mode, List<FoundPassage> passages) {}

    @GetMapping("/api/search")
    Found search(
            @RequestParam String q,
            @RequestParam(defaultValue = "" + SearchRequest.USUAL_K) int k,
            @RequestParam(defaultValue = "hybrid") String mode,
            @RequestParam(defaultValue = "") List<UUID> document,
            @RequestParam(defaultValue = "") List<String> tag,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to) {
        SearchRequest request =
                new SearchRequest(q, k, SearchMode.of(mode), new ChunkFilter(document, tag, from, to));
        return new Found(q, request.mode(), search.search(request));
    }
}

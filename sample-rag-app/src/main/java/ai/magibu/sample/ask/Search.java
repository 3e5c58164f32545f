package ai.magibu.sample.ask;

import ai.magibu.langchain4j.JoiningContentAggregator;
import ai.magibu.sample.ask.Passages.Passage;
import ai.magibu.sample.web.Problems;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The retrieval of the pipeline without the chat model, for searches, and for questions if there is no chat model. */
@RestController
record Search(ContentRetriever vectorRetriever, ContentRetriever textRetriever, JoiningContentAggregator aggregator, Passages passages) {

    private static final int LONGEST_QUESTION = 2_000; // characters
    private static final int MOST_PASSAGES = 50;

    @GetMapping("/api/search")
    Map<String, List<Passage>> search(
            @RequestParam String q,
            @RequestParam(defaultValue = "hybrid") String mode,
            @RequestParam(defaultValue = "${sample.passages}") int k,
            @RequestParam(defaultValue = "") List<UUID> document,
            @RequestParam(required = false) LocalDate from,
            @RequestParam(required = false) LocalDate to) {
        if (k < 1 || k > MOST_PASSAGES) {
            throw Problems.badRequest("k is " + k + ". It must be from 1 to " + MOST_PASSAGES + ".");
        }
        Query query = new Conversation(List.of(), document, from, to).query(checked(q));
        return Map.of("passages", passages.of(query.text(), search(query, retrievers(mode), k)));
    }

    List<ContentRetriever> retrievers(String mode) {
        return switch (mode) {
            case "vector" -> List.of(vectorRetriever);
            case "text" -> List.of(textRetriever);
            case "hybrid" -> List.of(vectorRetriever, textRetriever);
            default -> throw Problems.badRequest("mode is \"" + mode + "\". It must be vector, text or hybrid.");
        };
    }

    List<Content> search(Query query, List<ContentRetriever> retrievers, int k) {
        return aggregator.aggregate(Map.of(query, retrievers.stream().map(retriever -> retriever.retrieve(query)).toList()), k);
    }

    static String checked(String question) {
        if (question == null || question.matches("[\\p{IsWhite_Space}\\p{Cf}\\p{Cc}]*")) {
            throw Problems.badRequest("The question is blank.");
        } else if (question.length() > LONGEST_QUESTION) {
            throw Problems.of(400, "question-too-long", "A question may have at most " + LONGEST_QUESTION + " characters.");
        }
        return question.replace('\0', ' ');
    }
}

package ai.magibu.sample.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Questions that the bundled documents answer, for the page to suggest. */
@RestController
class QuestionController {

    private final List<Suggestion> questions;

    QuestionController(JsonMapper json) throws IOException {
        try (InputStream file = new ClassPathResource("demo/questions.json").getInputStream()) {
            questions = List.of(json.readValue(file, Suggestion[].class));
        }
    }

    /**
     * @param document the name of the document that answers it, without its ending
     */
    record Suggestion(String question, String document) {}

    @GetMapping("/api/questions")
    List<Suggestion> questions() {
        return questions;
    }
}

package ai.magibu.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How often the right document is among the first three, for the bundled questions and the demonstration model. */
class RetrievalQualityIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void theRightDocumentIsAmongTheFirstThree() throws Exception {
        assertThat(hits(api, "vector")).isGreaterThanOrEqualTo(98);
        assertThat(hits(api, "text")).isGreaterThanOrEqualTo(101);
        assertThat(hits(api, "hybrid")).isGreaterThanOrEqualTo(103);
    }

    /** Prints and returns the number of questions, of 106, with the right document among the first three. */
    static int hits(Api api, String mode) throws Exception {
        JsonNode questions = JsonMapper.shared().readTree(new ClassPathResource("demo/questions.json").getContentAsByteArray());
        assertThat(questions.size()).isEqualTo(106);
        List<String> missed = new ArrayList<>();
        for (JsonNode question : questions) {
            List<String> found = api.found(question.path("question").asString(), "k=10", "mode=" + mode).stream()
                    .distinct().limit(3).toList();
            if (!found.contains(question.path("document").asString() + ".md")) {
                missed.add(question.path("question").asString());
            }
        }
        System.out.printf(Locale.ROOT, "hit@3, %s: %d of %d; missed: %s%n",
                mode, questions.size() - missed.size(), questions.size(), missed);
        return questions.size() - missed.size();
    }
}

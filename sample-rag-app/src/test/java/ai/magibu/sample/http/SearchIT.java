package ai.magibu.sample.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.http.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void passagesComeNearestFirstWithAllThatIsKnownOfThem() {
        Reply reply = api.search("Van Gölü kışın neden donmuyor?", 4);

        assertThat(reply.status()).isEqualTo(200);
        JsonNode passages = reply.body().path("passages");
        assertThat(passages).hasSize(4);
        assertThat(passages.valueStream().map(p -> p.path("number").asInt())).containsExactly(1, 2, 3, 4);
        assertThat(passages.valueStream().map(p -> -p.path("score").asDouble())).isSorted();
        JsonNode best = passages.path(0);
        assertThat(best.path("source").asString()).isEqualTo("van-golu.md");
        assertThat(best.path("title").asString()).isEqualTo("Van Gölü");
        assertThat(best.path("score").asDouble()).isBetween(0.3, 1.0);
        assertThat(best.path("position").asInt(-1)).isNotNegative();
        assertThat(best.path("documentId").asString()).hasSize(36);
        assertThat(best.path("text").asString()).isNotBlank();
    }

    @Test
    void bundledQuestionsFindTheirDocuments() {
        JsonNode questions = api.get("/api/questions").body();
        assertThat(questions.size()).isGreaterThanOrEqualTo(80);
        assertThat(api.get("/api/status").body().path("documents").asInt()).isGreaterThanOrEqualTo(40);

        List<String> missed = new ArrayList<>();
        for (JsonNode question : questions) {
            String wanted = question.path("document").asString() + ".md";
            if (!api.search(question.path("question").asString(), 3).each("passages", "source").contains(wanted)) {
                missed.add(question.path("question").asString());
            }
        }
        double hits = 1.0 - (double) missed.size() / questions.size();
        System.out.printf("hit@3 over %d bundled questions: %.3f, missed: %s%n", questions.size(), hits, missed);
        assertThat(hits).isGreaterThanOrEqualTo(0.8);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/api/search", "/api/search?q=", "/api/search?q=%20%20", "/api/search?q=a&k=0", "/api/search?q=a&k=51", "/api/search?q=a&k=-1",
        "/api/search?q=a&k=x"
    })
    void questionOrNumberOutOfRangeIsAProblem(String path) {
        Reply reply = api.get(path);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.isProblem()).isTrue();
    }

    @Test
    void oddQuestionsHaveAnAnswer() {
        for (String question : List.of("'; DROP TABLE chunks; --", "😀", "\u0000", "a".repeat(2_000), "{filter}", "%")) {
            assertThat(api.search(question, 3).status()).isEqualTo(200);
        }
        assertThat(api.search("a".repeat(2_001), 3).status()).isEqualTo(400);
    }

    @Test
    void asManyPassagesAsAskedForComeOutOfTheIndex() {
        assertThat(api.search("deprem", 50).body().path("passages")).hasSize(50);
    }

    @Test
    void askWithoutAChatModelGivesThePassagesAndSaysWhy() {
        Reply reply = api.ask(Map.of("question", "Peribacaları nasıl oluşmuş?", "k", 2));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("answer").isNull()).isTrue();
        assertThat(reply.body().path("chatModel").isNull()).isTrue();
        assertThat(reply.body().path("note").asString()).contains("No chat model is set", "sample.chat.base-url");
        assertThat(reply.each("passages", "source")).hasSize(2).contains("kapadokya.md");
    }

    @Test
    void statusSaysWhatTheApplicationRunsOn() {
        JsonNode status = api.get("/api/status").body();

        assertThat(status.path("model").path("demo").asBoolean()).isTrue();
        assertThat(status.path("model").path("dimension").asInt()).isPositive();
        assertThat(status.path("database").path("kind").asString()).isIn("configured", "docker", "native", "pglite");
        assertThat(status.path("largestFileBytes").asLong()).isEqualTo(50 * 1024 * 1024);
    }
}

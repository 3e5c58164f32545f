package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.http.Api.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class SearchIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void passagesComeBestFirstWithAllThatIsKnownOfThem() {
        Reply reply = api.search("Van Gölü kışın neden donmuyor?", 4);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("mode").asString()).isEqualTo("hybrid");
        JsonNode passages = reply.body().path("passages");
        assertThat(passages).hasSize(4);
        assertThat(passages.valueStream().map(p -> p.path("number").asInt())).containsExactly(1, 2, 3, 4);
        assertThat(passages.valueStream().map(p -> -p.path("score").asDouble())).isSorted();
        JsonNode best = passages.path(0);
        assertThat(best.path("source").asString()).isEqualTo("van-golu.md");
        assertThat(best.path("title").asString()).isEqualTo("Van Gölü");
        assertThat(best.path("tags").isArray()).isTrue();
        assertThat(best.path("storedAt").asString()).endsWith("Z");
        assertThat(best.path("similarity").asDouble()).isBetween(0.3, 1.0);
        assertThat(strings(best.path("foundBy"))).containsExactly("vector", "text");
        assertThat(best.path("documentId").asString()).hasSize(36);
        assertThat(marked(best)).contains("Van", "Gölü");
    }

    @Test
    void bundledQuestionsFindTheirDocumentsInEachMode() {
        JsonNode questions = api.get("/api/questions").body();
        assertThat(questions.size()).isGreaterThanOrEqualTo(80);
        assertThat(api.get("/api/status").body().path("documents").asInt()).isGreaterThanOrEqualTo(40);

        for (String mode : List.of("vector", "text", "hybrid")) {
            List<String> missed = new ArrayList<>();
            for (JsonNode question : questions) {
                String wanted = question.path("document").asString() + ".md";
                if (!sources(question.path("question").asString(), "k=3&mode=" + mode).contains(wanted)) {
                    missed.add(question.path("question").asString());
                }
            }
            double hits = 1.0 - (double) missed.size() / questions.size();
            System.out.printf("hit@3 over %d bundled questions, %s: %.3f, missed: %s%n", questions.size(), mode, hits, missed);
            assertThat(hits).as(mode).isGreaterThanOrEqualTo(0.8);
        }
    }

    @Test
    void wordsAreFoundHoweverPeopleTypeThem() {
        api.ingest(file("iğdır.txt", "Iğdır'daki ILICANIN suyu kükürtlüdür; yanında İĞDE ağaçları vardır."));

        for (String question : List.of(
                "ığdır", "IĞDIR", "igdir", "ılıca", "ILICA", "ilica", "iğde", "İĞDE", "i\u0307ğde", "IGDE'nin")) {
            assertThat(sources(question, "mode=text")).as(question).contains("iğdır.txt");
        }
    }

    @Test
    void questionNeedNotHaveAllItsWordsInAText() {
        api.ingest(file("ornitorenk.txt", "Ornitorenk yumurtlayan bir memelidir."));

        List<String> found = sources("Acaba ornitorenk gibi hayvanlar nerede yaşıyor ve nasıl çoğalıyor?", "mode=text");

        assertThat(found).first().isEqualTo("ornitorenk.txt");
        assertThat(sources("ve ile bu nasıl", "mode=text")).as("stop words").isEmpty();
        assertThat(sources("zzzqqq", "mode=text")).isEmpty();
        assertThat(sources("zzzqqq", "mode=hybrid")).hasSize(5);
    }

    @Test
    void highlightsAreTheQuestionsWordsByTheirStems() {
        api.ingest(file("isaret.txt", "😀 İ̇mza: KAPININ kolu. Kapılar i̇çin kolay değil, Gölü’nün kapıları su gibidir."));

        JsonNode passage = passage("isaret.txt", "kapı kolu için şu göl", "mode=text");

        assertThat(marked(passage)).containsExactly("KAPININ", "kolu", "Kapılar", "Gölü", "kapıları");
        assertThat(marked(passage("isaret.txt", "IMZA gol", "mode=text"))).contains("Gölü");
        assertThat(marked(passage("isaret.txt", "imza", "mode=text"))).containsExactly("İ̇mza");
    }

    @Test
    void neighboursComeAsOnePassageWithTheDocumentsOwnText() {
        String text = "🦔 Başlangıç cümlesi budur.\n\n" + IntStream.range(0, 24)
                .mapToObj(i -> "Kızılcık şerbetinde " + i + ". adım kaynatmaktır, şerbet süzülür." + (i % 5 == 4 ? "\n\n" : " "))
                .collect(Collectors.joining());
        String id = api.ingest(file("kızılcık.txt", text)).get(0).path("documentId").asString();
        JsonNode document = api.get("/api/documents/" + id).body();
        assertThat(document.path("chunks").size()).isGreaterThan(3);

        JsonNode passages =
                api.get("/api/search?k=3&q=" + encoded("kızılcık şerbeti") + "&document=" + id).body().path("passages");

        assertThat(passages.path(0).path("lastChunk").asInt()).isGreaterThan(passages.path(0).path("firstChunk").asInt());
        for (JsonNode passage : passages) {
            int start = passage.path("start").asInt();
            assertThat(passage.path("text").asString())
                    .isEqualTo(document.path("text").asString().substring(start, passage.path("end").asInt()));
        }
    }

    @Test
    void filtersNarrowTheSearchInEveryMode() {
        String fennec = api.ingest(Map.of("tags", "çöl, a\"b"), file("fennek.txt", "Fennek tilkisinin kulakları büyüktür."))
                .get(0).path("documentId").asString();
        String polar = api.ingest(Map.of("tags", "kutup"), file("kutup-tilkisi.txt", "Kutup tilkisinin kulakları küçüktür."))
                .get(0).path("documentId").asString();
        String question = "Tilkinin kulakları";

        for (String mode : List.of("&mode=hybrid", "&mode=vector", "&mode=text")) {
            assertThat(sources(question, "document=" + fennec + mode)).containsExactly("fennek.txt");
            assertThat(sources(question, "document=" + fennec + "&document=" + polar + mode))
                    .containsExactlyInAnyOrder("fennek.txt", "kutup-tilkisi.txt");
            assertThat(sources(question, "tag=kutup" + mode)).containsExactly("kutup-tilkisi.txt");
            assertThat(sources(question, "tag=kutup&tag=" + encoded("a\"b") + mode)).hasSize(2);
            assertThat(sources(question, "tag=kutup&document=" + fennec + mode)).isEmpty();
            assertThat(sources(question, "k=50&from=2020-01-01&to=9999-12-31" + mode))
                    .contains("fennek.txt", "kutup-tilkisi.txt");
            assertThat(sources(question, "to=2020-01-01" + mode)).isEmpty();
        }
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(sources(question, "tag=kutup&from=" + today + "&to=" + today)).hasSize(1);
    }

    @Test
    void hostileFilterValuesAreOnlyValues() {
        int chunks = api.get("/api/status").body().path("chunks").asInt();
        for (String value : List.of(
                "'", "' OR true --", "'}') OR true --", "{\"", "}", "{a,b}", "\\",
                "\\'; DROP TABLE chunks; --", "\u0000", ":question", "?",
                "$1", "NULL", "%", "😀")) {
            for (String mode : List.of("hybrid", "vector", "text")) {
                assertThat(sources("deprem", "mode=" + mode + "&tag=" + encoded(value))).as(value).isEmpty();
            }
            for (String parameter : List.of("document", "from", "to", "mode", "k")) {
                Reply reply = api.get("/api/search?q=deprem&" + parameter + "=" + encoded(value));
                assertThat(reply.status()).as(parameter + " " + value).isEqualTo(400);
                assertThat(reply.isProblem()).isTrue();
            }
        }
        assertThat(api.get("/api/status").body().path("chunks").asInt()).isEqualTo(chunks);
    }

    @Test
    void narrowFilterStillFillsThePassages() {
        api.ingest(Map.of("tags", "dar"), file("dar.txt", SampleApp.longText(40)), file("dar-2.txt", SampleApp.longText(41)));

        JsonNode passages = api.get("/api/search?q=deprem&mode=vector&k=4&tag=dar").body().path("passages");

        assertThat(passages).hasSize(4);
        assertThat(passages.valueStream().map(p -> p.path("source").asString())).allMatch(source -> source.startsWith("dar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/api/search", "/api/search?q=", "/api/search?q=%20%20", "/api/search?q=a&k=0", "/api/search?q=a&k=51", "/api/search?q=a&k=-1",
        "/api/search?q=a&k=x", "/api/search?q=a&mode=HYBRID", "/api/search?q=a&document=1",
        "/api/search?q=a&from=2026-13-01", "/api/search?q=a&from=yesterday", "/api/search?q=a&from=2026-02-01&to=2026-01-01",
        "/api/search?q=a&to=%2B10000-01-01"
    })
    void questionOrNumberOutOfRangeIsAProblem(String path) {
        Reply reply = api.get(path);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.isProblem()).isTrue();
    }

    @Test
    void oddQuestionsHaveAnAnswer() {
        for (String question : List.of(
                "'; DROP TABLE chunks; --", "😀", "\u0000", "a".repeat(2_000), "{filter}", "%",
                "\\", "!", "a & | ! ( : *", "\"x")) {
            assertThat(api.search(question, 3).status()).isEqualTo(200);
        }
        assertThat(api.search("a".repeat(2_001), 3).status()).isEqualTo(400);
    }

    /** As where a filter lets one chunk in thousands through, or a pgvector has no iterative scan: the index gives ten. */
    @Test
    void passagesAreFilledWhereTheIndexGivesUp() {
        try (SampleApp other = SampleApp.start(SampleApp.temporaryFolder(), "--spring.datasource.hikari.connection-init-sql="
                + "SET hnsw.ef_search = 10; SET hnsw.iterative_scan = off; SET enable_seqscan = off; SET enable_sort = off")) {
            other.api().ingest(Map.of("tags", "dar"), file("dar.txt", SampleApp.longText(40)));
            int fromTheIndex = other.bean(JdbcClient.class)
                    .sql("""
                            SELECT count(*) FROM (
                                SELECT FROM chunks ORDER BY embedding <=> (SELECT embedding FROM chunks LIMIT 1)
                                LIMIT 50) AS nearest""")
                    .query(Integer.class)
                    .single();
            assertThat(fromTheIndex).isEqualTo(10);

            assertThat(other.api().get("/api/search?q=deprem&mode=vector&k=30").body().path("passages")).hasSize(30);
            assertThat(other.api().get("/api/search?q=deprem&mode=vector&k=3&tag=dar").body().path("passages")).hasSize(3);
        }
    }

    @Test
    void asManyPassagesAsAskedForComeOutOfTheIndex() {
        assertThat(api.search("deprem", 50).body().path("passages")).hasSize(50);
    }

    private List<String> sources(String question, String parameters) {
        Reply reply = api.get("/api/search?q=" + encoded(question) + "&" + parameters);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        return reply.each("passages", "source");
    }

    private JsonNode passage(String source, String question, String parameters) {
        return api.get("/api/search?q=" + encoded(question) + "&" + parameters).body().path("passages").valueStream()
                .filter(passage -> passage.path("source").asString().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> marked(JsonNode passage) {
        String text = passage.path("text").asString();
        return passage.path("highlights").valueStream()
                .map(place -> text.substring(place.path(0).asInt(), place.path(1).asInt()))
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Test
    void askWithoutAChatModelGivesThePassagesAndSaysWhy() {
        Reply reply = api.ask(Map.of("question", "Peribacaları nasıl oluşmuş?", "k", 2));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("answer").isNull()).isTrue();
        assertThat(reply.body().path("chatModel").isNull()).isTrue();
        assertThat(reply.body().path("answered").asBoolean(true)).isFalse();
        assertThat(reply.body().path("note").asString()).isEqualTo("no-chat-model");
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

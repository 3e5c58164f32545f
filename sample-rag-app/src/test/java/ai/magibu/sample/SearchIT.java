package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.Api.Reply;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SearchIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void passagesSayWhereTheyComeFromAndWhichWordsMatch() {
        JsonNode passages = api.search("Van Gölü kışın neden donmuyor?", "k=4").body().path("passages");

        assertThat(passages.valueStream().map(passage -> passage.path("number").asInt())).containsExactly(1, 2, 3, 4);
        JsonNode best = passages.path(0);
        assertThat(best.path("title").asString()).isEqualTo("Van Gölü");
        assertThat(best.path("similarity").asDouble()).isBetween(0.4, 1.0);
        assertThat(best.path("match").asString()).isEqualTo("good");
        assertThat(best.path("part").asInt()).isBetween(1, best.path("parts").asInt());
        assertThat(marked(best)).contains("Van", "Gölü");
    }

    /** "kişinin" has the stem of "kışın" once both have lost their Turkish letters. */
    @Test
    void onlyWordsThatAreTheQuestionsAreMarked() {
        api.ingest(file("isaret.txt", "😀 KAPININ kolu, kapılar, kişinin kapısı; kışın Gölü’nün kapıları açıktır."));

        assertThat(marked(passage("isaret.txt", "kışın kapı göl"))).containsExactly("KAPININ", "kapılar", "kışın", "Gölü", "kapıları");
        assertThat(marked(passage("isaret.txt", "GOL"))).containsExactly("Gölü");
    }

    @ParameterizedTest
    @CsvSource({
            "kadın, slash.txt", "erkek, slash.txt", "2023, slash.txt", "2024, slash.txt", "covid, slash.txt", "19, slash.txt",
            "yonetmelik, slash.txt", "bilgi, slash.txt", "ığdır, igdir.txt", "IGDIR, igdir.txt", "igdir, igdir.txt", "İĞDE, igdir.txt"
    })
    void everyWordIsFound(String word, String name) {
        api.ingest(file("slash.txt", "Kadın/erkek eşitliği 2023-2024 döneminde, Covid-19 sonrası: yonetmelik_2.pdf, bilgi@ornek.com.tr"));
        api.ingest(file("igdir.txt", "Iğdır'da İĞDE ağaçları vardır."));

        assertThat(api.found(word, "mode=text", "k=50")).contains(name);
    }

    @Test
    void suffixesAndStopWordsFindNothing() {
        for (String question : List.of("'nın nin de", "ve ile bir kadar", "xsszurafa nedir", "zzzqqq")) {
            assertThat(api.found(question, "mode=text")).as(question).isEmpty();
        }
        assertThat(api.found("Bir soru daha?", "mode=vector")).as("nothing is similar").isEmpty();
    }

    @Test
    void neighborsComeAsOnePassageWithTheDocumentsOwnText() {
        String text = "🦔 Başlangıç cümlesi budur.\n\n" + IntStream.range(0, 24)
                .mapToObj(i -> "Kızılcık şerbetinde " + i + ". adım kaynatmaktır, şerbet süzülür." + (i % 5 == 4 ? "\n\n" : " "))
                .collect(Collectors.joining());
        String id = api.ingest(file("kızılcık.txt", text)).path("id").asString();
        String whole = api.text(id);

        JsonNode passages = api.search("kızılcık şerbeti", "k=3", "document=" + id).body().path("passages");

        assertThat(passages.path(0).path("lastPart").asInt()).isGreaterThan(passages.path(0).path("part").asInt());
        for (JsonNode passage : passages) {
            assertThat(passage.path("text").asString())
                    .isEqualTo(whole.substring(passage.path("start").asInt(), passage.path("end").asInt()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hybrid", "vector", "text"})
    void filtersLimitEveryMode(String mode) {
        String fennec = api.ingest(file("fennek.txt", "Fennek tilkisinin kulakları büyüktür.")).path("id").asString();
        String polar = api.ingest(file("kutup.txt", "Kutup tilkisinin kulakları küçüktür.")).path("id").asString();
        String today = LocalDate.now(ZoneId.systemDefault()).toString();

        assertThat(api.found("Tilkinin kulakları", "mode=" + mode, "document=" + fennec)).containsExactly("fennek.txt");
        assertThat(
                api.found("Tilkinin kulakları", "mode=" + mode, "document=" + fennec, "document=" + polar, "from=" + today, "to=" + today))
                .containsExactlyInAnyOrder("fennek.txt", "kutup.txt");
        assertThat(api.found("Tilkinin kulakları", "mode=" + mode, "to=2020-01-01")).isEmpty();
        assertThat(api.found("Tilkinin kulakları", "mode=" + mode, "from=2120-01-01")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "?q=", "?q=%20%C2%A0", "?q=a&k=0", "?q=a&k=51", "?q=a&k=x", "?q=a&mode=semantic", "?q=a&document=1", "?q=a&from=2026-13-01",
            "?q=a&from=yesterday", "?q=%ED%A0%80", "?q=a&document=%27%20OR%201=1"
    })
    void invalidParametersAreAProblem(String parameters) {
        Reply reply = api.get("/api/search" + parameters);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.isProblem()).isTrue();
        assertThat(reply.code()).isEqualTo("bad-request");
    }

    @Test
    void oddQuestionsHaveAnAnswer() {
        for (String question : List.of(
                "'; DROP TABLE chunks; --", "😀", "a\u0000b", "a".repeat(2_000), "%", "\\", "!", "a & | ! ( : *", "\"x", "\uD800 x")) {
            assertThat(api.search(question).status()).as(question).isEqualTo(200);
        }
        assertThat(api.search("a".repeat(2_001)).code()).isEqualTo("question-too-long");
        assertThat(api.search("deprem", "k=50").body().path("passages").size()).isGreaterThan(2);
    }

    private JsonNode passage(String name, String question) {
        String id = api.document(name).path("id").asString();
        return api.search(question, "mode=text", "document=" + id).body().path("passages").path(0);
    }

    private static List<String> marked(JsonNode passage) {
        String text = passage.path("text").asString();
        return passage.path("highlights").valueStream()
                .map(place -> text.substring(place.path(0).asInt(), place.path(1).asInt()))
                .toList();
    }

}

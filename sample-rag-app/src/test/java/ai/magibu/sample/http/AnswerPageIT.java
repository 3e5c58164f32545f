package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers on the page. What the server sends is mostly written here: the server's part has its own tests. */
class AnswerPageIT extends BrowserTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static FakeChat chat;
    private static SampleApp withChat;

    private final List<JsonNode> asked = new ArrayList<>();

    @BeforeAll
    static void start() {
        chat = new FakeChat();
        withChat = SampleApp.start(
                SampleApp.temporaryFolder(), "--sample.chat.base-url=" + chat.baseUrl(), "--sample.chat.model=fake-chat");
    }

    @AfterAll
    static void stop() {
        withChat.close();
        chat.close();
    }

    @Test
    void whatTheChatModelSaysComesWithItsPassages() {
        chat.says("Göl suyu sodalı olduğu için donmaz [1]. <b>Kalın</b> değildir.");
        Page page = open(withChat, "", "tr-TR");
        ask(page, "Van Gölü kışın neden donmuyor?");
        assertThat(page.locator(".answer-text .sentence")).hasText("Göl suyu sodalı olduğu için donmaz.");
        assertThat(page.locator(".answer-text .uncited")).hasText("<b>Kalın</b> değildir.");
        page.locator(".answer-text .cite").click();
        assertThat(page.locator(".passage[data-number='1']")).hasClass(Pattern.compile("cited"));

        chat.replies(500, "{}");
        ask(page, "Peribacaları nasıl oluşmuş?");
        assertThat(page.locator(".answer [role=alert]")).isVisible();
        assertThat(page.locator(".turn").first().locator(".passage").first()).containsText("kapadokya.md");
    }

    @Test
    void answerIsShownAsItIsWritten() {
        try (StreamedAnswer stream = new StreamedAnswer()) {
            Page page = open(withChat, "", "tr-TR");
            page.route(Pattern.compile("/api/ask"), route -> route.resume(new Route.ResumeOptions().setUrl(stream.url())));
            ask(page, "Van Gölü kışın neden donmuyor?");
            assertThat(page.locator(".answer")).containsText("Bölümler aranıyor");
            stream.send(passages());
            assertThat(page.locator(".turn .passage").first()).isVisible();
            stream.send(event("token", "{\"text\": \"Göl sodalıdır [\"}"));
            stream.send(event("token", "{\"text\": \"1]. Kışın\"}"));
            assertThat(page.locator(".answer-text")).hasText(Pattern.compile("Göl sodalıdır 1\\. Kışın"));
            assertThat(page.locator(".answer-text .cite")).hasText("1");
            assertThat(page.locator(".answer")).hasAttribute("aria-busy", "true");
            assertAccessible(page, "an answer that is being written");

            stream.send(answer("Göl sodalıdır [1]. Kışın donmaz.", """
                    [{"text": "Göl sodalıdır. ", "citations": [1]}, {"text": "Kışın donmaz.", "citations": []}]""", null));
            stream.end();
            assertThat(page.locator(".answer-text .uncited")).hasText("Kışın donmaz.");
            assertThat(page.locator(".answer")).hasAttribute("aria-busy", "false");
            assertThat(page.locator(".stop")).hasCount(0);
        }
    }

    @Test
    void stoppedAnswerStandsAsFarAsItCame() {
        try (StreamedAnswer stream = new StreamedAnswer()) {
            Page page = open(withChat, "", "en-US");
            page.route(Pattern.compile("/api/ask"), route -> route.resume(new Route.ResumeOptions().setUrl(stream.url())));
            ask(page, "Van Gölü kışın neden donmuyor?");
            stream.send(passages() + event("token", "{\"text\": \"Göl sodalıdır [1].\"}"));
            assertThat(page.locator(".answer-text")).containsText("Göl sodalıdır");

            page.locator(".stop").click();
            assertThat(page.locator(".answer")).containsText("Stopped.");
            assertThat(page.locator(".answer-text")).containsText("Göl sodalıdır");
            assertThat(page.locator(".turn .passage").first()).isVisible();
            await().until(() -> {
                stream.send(event("token", "{\"text\": \"to nobody\"}"));
                return stream.clientIsGone();
            });
        }
    }

    @Test
    void sentencesHaveTheirCitationsAndThoseWithoutAreMarked() {
        Page page = open(withChat, "", "tr-TR");
        answers(page, passages() + answer("Göl sodalıdır [1]. <b>Donmaz</b> [1][2].\nKışın da yüzülür.", """
                [{"text": "Göl sodalıdır. ", "citations": [1]}, {"text": "<b>Donmaz</b>.\\n", "citations": [1, 2]},
                 {"text": "Kışın da yüzülür.", "citations": []}]""", null));
        ask(page, "Van Gölü kışın neden donmuyor?");

        Locator text = page.locator(".answer-text");
        assertThat(text).hasText(Pattern.compile("Göl sodalıdır\\.\\s*1\\s*<b>Donmaz</b>\\.\\s*1\\s*2\\s*Kışın da yüzülür\\."));
        assertThat(text.locator(".uncited")).hasText("Kışın da yüzülür.");
        assertThat(text.locator("b")).hasCount(0);
        assertThat(page.locator(".by")).hasText("fake-chat");
        assertAccessible(page, "an answer");
        preferColorScheme(page, "dark");
        assertAccessible(page, "an answer in the dark");

        text.locator(".cite").nth(2).click();
        Locator passage = page.locator(".passage[data-number='2']");
        assertThat(passage).hasClass(Pattern.compile("cited"));
        assertThat(passage).isInViewport();
        assertThat(passage.locator(".open")).isFocused();
    }

    @Test
    void followUpQuestionsMakeAConversation() {
        Page page = open(withChat, "", "tr-TR");
        answers(page, passages() + answer("Sodalı olduğu için [1].", "[{\"text\": \"Sodalı olduğu için.\", \"citations\": [1]}]", null));
        ask(page, "Van Gölü kışın neden donmuyor?");
        assertThat(page.locator(".answer-text")).containsText("Sodalı olduğu için");

        answers(page, event("question", "{\"standalone\": \"Van Gölü'nün suyu içilir mi?\"}") + passages()
                + answer("İçilmez [1].", "[{\"text\": \"İçilmez.\", \"citations\": [1]}]", null));
        ask(page, "Peki suyu içilir mi?");
        assertThat(page.locator(".turn")).hasCount(2);
        assertThat(page.locator(".turn .question").first()).hasText("Peki suyu içilir mi?");
        assertThat(page.locator(".standalone")).containsText("Van Gölü'nün suyu içilir mi?");
        assertThat(page.locator(".turn").nth(1).locator(".sources")).not().hasAttribute("open", "");
        assertThat(asked.get(0).path("history")).isEmpty();
        assertThat(asked.get(1).path("history").get(0).path("question").asString()).isEqualTo("Van Gölü kışın neden donmuyor?");
        assertThat(asked.get(1).path("history").get(0).path("answer").asString()).isEqualTo("Sodalı olduğu için [1].");

        page.locator("#new-conversation").click();
        assertThat(page.locator(".turn")).hasCount(0);
        assertThat(page.locator("#chips button").first()).isVisible();
        ask(page, "Yeniden?");
        assertThat(page.locator(".turn")).hasCount(1);
        assertThat(page.locator(".answer-text")).containsText("İçilmez"); // so the request has been made
        assertThat(asked.get(2).path("history")).isEmpty();
    }

    @Test
    void questionIsAskedWithinTheFilters() {
        Page page = open(withChat, "?tag=co%C4%9Frafya&mode=vector", "tr-TR");
        answers(page, passages() + answer("Evet.", "[]", null));
        ask(page, "Van?");
        assertThat(page.locator(".answer-text")).hasText("Evet.");
        assertThat(asked.get(0).path("tags").get(0).asString()).isEqualTo("coğrafya");
        assertThat(asked.get(0).path("mode").asString()).isEqualTo("vector");
    }

    @Test
    void whatIsNotInTheDocumentsIsSaidSo() {
        Page page = open(withChat, "", "en-US");
        answers(page, passages() + answer("It is not in there.", "[]", "not-in-documents"));
        ask(page, "Who won the cup in 1998?");
        assertThat(page.locator(".not-there")).containsText("Not in the documents.");
        assertAccessible(page, "no answer");
        assertThat(page.locator(".passage").first()).isVisible();
    }

    @Test
    void whatCameBeforeAProblemStands() {
        Page page = open(withChat, "", "tr-TR");
        answers(page, passages() + event("token", "{\"text\": \"Göl sodalıdır [1]. Bu\"}")
                + event("problem", "{\"status\": 502, \"reason\": \"chat-cut\", \"detail\": \"cut\"}"));
        ask(page, "Van Gölü kışın neden donmuyor?");
        assertThat(page.locator(".answer [role=alert]")).containsText("Yanıt yarıda kesildi.");
        assertThat(page.locator(".answer-text")).containsText("Göl sodalıdır");
        assertThat(page.locator(".answer-text .cite")).hasText("1");
        assertThat(page.locator(".passage").first()).isVisible();
        assertAccessible(page, "a broken answer");
        preferColorScheme(page, "dark");
        assertAccessible(page, "a broken answer in the dark");

        answers(page, passages() + answer("Sodalı.", "[]", null));
        page.locator(".answer [role=alert] button").click();
        assertThat(page.locator(".answer-text")).hasText("Sodalı.");
        assertThat(page.locator(".turn")).hasCount(1);
    }

    @Test
    void whatHasBeenAnsweredStands_evenIfItsConnectionIsLost() {
        try (StreamedAnswer stream = new StreamedAnswer()) {
            Page page = answeredBy(stream);
            stream.cut();
            assertThat(page.locator("#announcer")).hasText("Göl sodalıdır [1].");
            assertThat(page.locator(".answer [role=alert]")).hasCount(0);
            serverProblemsAreExpected();
        }
    }

    @Test
    void whatHasBeenAnsweredStands_evenIfTheNextQuestionLeavesItsConnection() {
        try (StreamedAnswer stream = new StreamedAnswer()) {
            Page page = answeredBy(stream);
            answers(page, passages() + answer("Evet [1].", "[{\"text\": \"Evet.\", \"citations\": [1]}]", null));
            ask(page, "Peki yazın?"); // which leaves the stream, for it goes on
            assertThat(page.locator(".turn").first().locator(".answer-text")).containsText("Evet.");
            assertThat(page.locator(".turn").nth(1)).not().containsText("Durduruldu");
            assertThat(page.locator(".turn").nth(1).locator(".by")).hasText("fake-chat");
        }
    }

    @Test
    void passagesOfAnotherQuestionAreNoSources() {
        Page page = open(withChat, "?q=Van", "tr-TR");
        assertThat(page.locator(".passage").first()).isVisible();
        page.route(Pattern.compile("/api/search"), Route::abort);
        page.locator("#question").fill("Peribacaları");
        assertThat(page.locator("#live [role=alert]")).isVisible();

        answers(page, event("problem", "{\"status\": 500, \"reason\": null, \"detail\": \"search failed\"}"));
        page.keyboard().press("Enter");
        assertThat(page.locator(".answer [role=alert]")).isVisible();
        assertThat(page.locator(".turn .passage")).hasCount(0);
        serverProblemsAreExpected();
    }

    /** A page that shows an answer whose stream is still open. */
    private Page answeredBy(StreamedAnswer stream) {
        Page page = open(withChat, "", "tr-TR");
        page.route(Pattern.compile("/api/ask"), route -> route.resume(new Route.ResumeOptions().setUrl(stream.url())));
        ask(page, "Van Gölü kışın neden donmuyor?");
        stream.send(passages() + answer("Göl sodalıdır [1].", "[{\"text\": \"Göl sodalıdır.\", \"citations\": [1]}]", null));
        assertThat(page.locator(".answer-text .sentence")).hasText("Göl sodalıdır.");
        return page;
    }

    private static void ask(Page page, String question) {
        page.locator("#question").fill(question);
        page.keyboard().press("Enter");
    }

    private void answers(Page page, String stream) {
        page.unroute(Pattern.compile("/api/ask"));
        page.route(Pattern.compile("/api/ask"), route -> {
            assertThat(route.request().headers()).containsEntry("accept", "text/event-stream");
            asked.add(JSON.readTree(route.request().postData()));
            route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody(stream));
        });
    }

    private static String passages() {
        return event("passages", JSON.writeValueAsString(Map.of(
                "passages", withChat.api().get("/api/search?k=5&q=van").body().path("passages"))));
    }

    private static String answer(String text, String sentences, String note) {
        return event("answer", """
                {"answer": %s, "answered": %s, "sentences": %s, "citations": [], "chatModel": "fake-chat", "note": %s}""".formatted(
                JSON.writeValueAsString(text), note == null, sentences.replace("\n", " "), JSON.writeValueAsString(note)));
    }

    private static String event(String name, String data) {
        return "event:" + name + "\ndata:" + data + "\n\n";
    }
}

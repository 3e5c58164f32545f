package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the README's pictures, into target/screenshots. To renew those in docs/images:
 * {@code ./mvnw -pl sample-rag-app -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ReadmeScreenshotsIT
 * -Dfailsafe.failIfNoSpecifiedTests=false -Dmagibu.test.screenshots=$PWD/docs/images}.
 */
class ReadmeScreenshotsIT extends BrowserTest {

    private static final Path FOLDER = Path.of(System.getProperty("magibu.test.screenshots", "target/screenshots"));
    private static final long MOST_BYTES = 200_000;

    /** Of its own, so that it has the bundled documents and no others. */
    private static SampleApp app;

    @BeforeAll
    static void start() {
        app = SampleApp.start(
                SampleApp.temporaryFolder(), "--sample.chat.base-url=http://127.0.0.1:1/v1", "--sample.chat.model=sohbet-modeli");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void search() throws IOException {
        Page page = open(app, "", desk());
        page.locator("#question").fill("Güneş panelinin yönü ve eğimi nasıl olmalı?");
        assertThat(page.locator(".passage mark").first()).isVisible();
        take(page, "sample-search");
    }

    /** What the chat model would say is written here, for the tests have none. */
    @Test
    void answer() throws IOException {
        Page page = open(app, "", desk());
        String question = "Van Gölü kışın neden donmuyor?";
        String passages = JsonMapper.shared().writeValueAsString(app.api().search(question, 5).body().path("passages"));
        page.route(Pattern.compile("/api/ask"), route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("text/event-stream")
                .setBody("event:passages\ndata:{\"passages\": " + passages + "}\n\nevent:answer\ndata:" + """
                        {"answer": "Gölün dışarıya akıntısı yoktur, suyu bu yüzden tuzlu ve sodalıdır [1]. Sodalı su güç donar: \
                        kış çok sert geçse de gölün tamamı buz tutmaz [1].", "answered": true, "sentences": [
                        {"text": "Gölün dışarıya akıntısı yoktur, suyu bu yüzden tuzlu ve sodalıdır. ", "citations": [1]},
                        {"text": "Sodalı su güç donar: kış çok sert geçse de gölün tamamı buz tutmaz.", "citations": [1]}],
                        "citations": [1], "chatModel": "sohbet-modeli", "note": null}""".replace("\n", " ") + "\n\n")));
        page.locator("#question").fill(question);
        page.keyboard().press("Enter");
        assertThat(page.locator(".answer-text .cite").first()).isVisible();
        take(page, "sample-answer");
    }

    @Test
    void map() throws IOException {
        Page page = open(app, "?view=map", desk());
        page.getByText("etikete göre").click();
        assertThat(page.locator("#map")).isVisible();
        take(page, "sample-map");
    }

    @Test
    void darkPhone() throws IOException {
        Page page = open(app, "?q=Van%20G%C3%B6l%C3%BC%20neden%20donmuyor", phone());
        preferColorScheme(page, "dark");
        assertThat(page.locator(".passage mark").first()).isVisible();
        take(page, "sample-phone");
    }

    private static Browser.NewContextOptions desk() {
        return new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(1100, 760);
    }

    private static void take(Page page, String name) throws IOException {
        page.locator("#demo").evaluate("demo => demo.hidden = true"); // of the pictures, not of the page
        Path file = FOLDER.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).as("bytes of " + file).isLessThan(MOST_BYTES);
    }
}

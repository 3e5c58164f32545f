package ai.magibu.sample.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Takes the README's pictures into target/screenshots. To renew those in docs/images:
 * {@code ./mvnw -pl sample-rag-app -am verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ReadmeScreenshotsIT
 * -Dfailsafe.failIfNoSpecifiedTests=false -Dmagibu.test.screenshots=$PWD/docs/images}.
 */
class ReadmeScreenshotsIT extends BrowserTest {

    private static final Path FOLDER = Path.of(System.getProperty("magibu.test.screenshots", "target/screenshots"));
    private static final long MOST_BYTES = 200_000;

    @Test
    void search() throws IOException {
        Page page = open("", desk());
        page.locator("#question").fill("Güneş panelinin yönü ve eğimi nasıl olmalı?");
        assertThat(page.locator("#live .passage mark").first()).isVisible();
        take(page, "sample-search");
    }

    @Test
    void answer() throws IOException {
        CHAT.answer("Gölün dışarıya akıntısı yoktur, suyu bu yüzden tuzlu ve sodalıdır [1]. "
                + "Sodalı su güç donar: kış çok sert geçse de gölün tamamı buz tutmaz [1].");
        Page page = open("", desk());
        ask(page, QUESTION);
        assertThat(page.locator(".answer-text .cite")).hasCount(2);
        take(page, "sample-answer");
    }

    @Test
    void documents() throws IOException {
        Page page = open("#documents", desk());
        assertThat(page.locator("#documents .open").first()).isVisible();
        take(page, "sample-documents");
    }

    @Test
    void darkPhone() throws IOException {
        Page page = open("?q=Van%20G%C3%B6l%C3%BC%20neden%20donmuyor", phone());
        preferColorScheme(page, "dark");
        assertThat(page.locator("#live .passage mark").first()).isVisible();
        take(page, "sample-phone");
    }

    private static Browser.NewContextOptions desk() {
        return new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(1100, 760);
    }

    private static void take(Page page, String name) throws IOException {
        Path file = FOLDER.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).as("bytes of " + file).isLessThan(MOST_BYTES);
    }
}

package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A passage in its document. */
class PassagePageIT extends BrowserTest {

    @Test
    void passageOpensInItsDocumentAndTheBackButtonCloses() {
        Page page = open(SampleApp.shared(), "", "tr-TR");
        page.locator("#question").fill("İnci kefalinin avı ne zaman yasak");
        page.locator(".passage .open").first().click();

        assertThat(page.locator("#reader-title")).hasText("Van Gölü");
        assertThat(page.locator("#here")).containsText("İnci kefali");
        assertThat(page.locator("#here mark").first()).isVisible();
        assertThat(page.locator("#here")).isInViewport();
        assertThat(page).hasURL(Pattern.compile("open=.*&start=\\d+&end=\\d+"));
        page.goBack();
        assertThat(page.locator("#reader")).isHidden();
        assertThat(page.locator(".passage").first()).isVisible();
    }

    @Test
    void linkToAPassageOpensItAndItsNeighboursAreOneKeyAway() {
        JsonNode document = document("van-golu.md");
        JsonNode second = document.path("chunks").get(1);
        String text = document.path("text").asString();
        Page page = open(SampleApp.shared(), "?open=%s&start=%s&end=%s".formatted(
                document.path("id").asString(), second.path("start"), second.path("end")), "en-US");

        assertThat(page.locator("#reader-place")).hasText("Passage 2 of " + document.path("chunks").size());
        assertThat(page.locator("#here").textContent())
                .isEqualTo(text.substring(second.path("start").asInt(), second.path("end").asInt()));
        assertThat(page.locator(".whole").textContent()).isEqualTo(text);

        page.keyboard().press("k");
        assertThat(page.locator("#reader-place")).hasText(Pattern.compile("Passage 1 "));
        assertThat(page.locator("#reader-previous")).isDisabled();
        page.locator("#reader-next").click();
        assertThat(page.locator("#reader-place")).hasText(Pattern.compile("Passage 2 "));
        page.locator("#reader-close").click();
        assertThat(page.locator("#reader")).isHidden();
        assertThat(page).not().hasURL(Pattern.compile("open="));
    }

    @Test
    void documentThatIsGoneIsSaid() {
        Page page = open(SampleApp.shared(), "?open=00000000-0000-0000-0000-000000000000", "en-US");
        assertThat(page.locator("#reader-text [role=alert]")).hasText("This document is no longer there.");
        serverProblemsAreExpected();
    }

    @Test
    void replacedDocumentIsReadAsItIsNow() {
        Api api = SampleApp.shared().api();
        api.ingest(SampleApp.file("fiyatlar.txt", "Bir simit on lira."));
        Page page = open(SampleApp.shared(), "?view=documents", "tr-TR");
        page.locator("#filter").fill("fiyatlar.txt");
        page.locator("#documents .open").click();
        assertThat(page.locator("#reader-text")).hasText("Bir simit on lira.");
        page.keyboard().press("Escape");
        assertThat(page.locator("#reader")).isHidden();

        api.ingest(SampleApp.file("fiyatlar.txt", "Bir simit artık on iki lira."));
        page.locator("#documents .open").click();
        assertThat(page.locator("#reader-text")).hasText("Bir simit artık on iki lira.");
    }

    @Test
    void lateProblemOfAnotherDocumentIsNotShown() {
        String first = document("van-golu.md").path("id").asString();
        Page page = open(SampleApp.shared(), "?view=documents", "tr-TR");
        Route[] held = new Route[1];
        page.route(Pattern.compile("/api/documents/" + first), route -> held[0] = route);
        page.locator("#filter").fill("van-golu.md");
        page.locator("#documents .open").click();
        page.waitForCondition(() -> held[0] != null);
        page.keyboard().press("Escape");

        page.locator("#filter").fill("kapadokya.md");
        page.locator("#documents .open").click();
        assertThat(page.locator("#here")).isVisible();
        held[0].fulfill(new Route.FulfillOptions().setStatus(500).setBody("{}"));
        page.evaluate("fetch('api/status').then(answer => answer.json())"); // comes after it
        assertThat(page.locator("#reader-title")).hasText("Kapadokya ve peribacaları");
        assertThat(page.locator("#here")).isVisible();
        serverProblemsAreExpected();
    }

    static JsonNode document(String source) {
        Api api = SampleApp.shared().api();
        String id = api.get("/api/documents").body().valueStream()
                .filter(document -> document.path("source").asString().equals(source))
                .findFirst().orElseThrow().path("id").asString();
        return api.get("/api/documents/" + id).body();
    }
}

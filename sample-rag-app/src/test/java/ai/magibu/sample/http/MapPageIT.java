package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The map on the page. */
class MapPageIT extends BrowserTest {

    @Test
    void pointShowsItsPassageAndOpensIt() {
        JsonNode point = SampleApp.shared().api().get("/api/map").body().path("points").get(0);
        Page page = open(SampleApp.shared(), "?view=map", "tr-TR");
        assertThat(page.locator("#map")).isVisible();
        BoundingBox box = page.locator("#map").boundingBox();
        double x = 36 + point.path("x").asDouble() * (box.width - 72);
        double y = 36 + point.path("y").asDouble() * (box.height - 72);

        page.locator("#map").hover(new Locator.HoverOptions().setPosition(x, y));
        assertThat(page.locator("#map-tip b")).hasText(point.path("title").asString());
        page.locator("#map").click(new Locator.ClickOptions().setPosition(x, y));
        assertThat(page.locator("#reader-title")).hasText(point.path("title").asString());
        assertThat(page.locator("#here")).not().isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.locator("#map")).isVisible();
    }

    @Test
    void mapIsThereAsAListAndByKeyboardToo() {
        Page page = open(SampleApp.shared(), "?view=map", "en-US");
        assertThat(page.locator("#map")).isVisible();
        Object before = page.evaluate("document.getElementById('map').toDataURL()");
        page.locator("#map").focus();
        page.keyboard().press("+");
        assertThat(page.evaluate("document.getElementById('map').toDataURL()")).isNotEqualTo(before);
        page.keyboard().press("0");
        assertThat(page.evaluate("document.getElementById('map').toDataURL()")).isEqualTo(before);
        page.getByText("by tag").click();
        assertThat(page.evaluate("document.getElementById('map').toDataURL()")).isNotEqualTo(before);

        page.locator("#map-list summary").click();
        Locator group = page.locator("#map-groups > li", new Page.LocatorOptions().setHas(
                page.locator("h2", new Page.LocatorOptions().setHasText(Pattern.compile("^mutfak$")))));
        group.getByText(Pattern.compile("^Türk kahvesi")).first().click();
        assertThat(page.locator("#reader-title")).hasText("Türk kahvesi");
    }

    @Test
    void nothingToShowAndProblemsAreSaid() {
        Page page = open(SampleApp.shared(), "", "en-US");
        page.route(Pattern.compile("/api/map"), route -> route.fulfill(new Route.FulfillOptions()
                .setStatus(500).setContentType("application/problem+json").setBody("{\"status\": 500, \"detail\": \"Out of order.\"}")));
        page.locator("#tab-map").click();
        assertThat(page.locator("#map-message")).containsText("Out of order.");
        page.unroute(Pattern.compile("/api/map"));
        page.route(Pattern.compile("/api/map"), route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json").setBody("{\"points\": [], \"sampled\": 0, \"total\": 0}")));
        page.locator("#map-message button").click();
        assertThat(page.locator("#map-message")).containsText("Upload documents first");
        assertThat(page.locator("#map")).isHidden();
        serverProblemsAreExpected();
    }

    @Test
    void sampleIsCalledASample() {
        Page page = open(SampleApp.shared(), "", "en-US");
        page.route(Pattern.compile("/api/map"), route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json").setBody("""
                        {"points": [{"documentId": "1", "title": "A", "chunk": 0, "x": 0, "y": 0, "text": "a"},
                                    {"documentId": "1", "title": "A", "chunk": 1, "x": 1, "y": 1, "text": "b"}],
                         "sampled": 2, "total": 5310}""")));
        page.locator("#tab-map").click();
        assertThat(page.locator("#map-note")).hasText("A random 2 of 5310 passages are shown.");
    }
}

package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Passages on the page: as one types, by keyboard, with filters. */
class SearchPageIT extends BrowserTest {

    private static final String QUESTION = "Van Gölü kışın neden donmuyor?";

    @Test
    void passagesComeAsOneTypes() {
        Page page = open(SampleApp.shared(), "", "tr-TR");
        page.locator("#question").pressSequentially(QUESTION);

        Locator first = page.locator(".passage").first();
        assertThat(first.locator(".source")).containsText("van-golu.md");
        assertThat(first.locator(".score")).hasText(Pattern.compile("-?\\d,\\d\\d"));
        assertThat(first.locator("mark").first()).isVisible();
        assertThat(page).hasURL(Pattern.compile("\\?q=Van%20G%C3%B6l%C3%BC"));

        page.goBack(); // one step, however many letters
        assertThat(page.locator(".passage")).hasCount(0);
        assertThat(page.locator("#question")).hasValue("");
        assertThat(page.locator("#chips button").first()).isVisible();
        page.goForward();
        assertThat(page.locator("#question")).hasValue(QUESTION);
        assertThat(first.locator(".source")).containsText("van-golu.md");
    }

    @Test
    void lateAnswerToAnEarlierQuestionIsNotShown() {
        Page page = open(SampleApp.shared(), "", "tr-TR");
        Route[] held = new Route[1];
        page.route(Pattern.compile("/api/search\\?q=Peribacalar%C4%B1&"), route -> held[0] = route);
        page.locator("#question").fill("Peribacaları");
        page.waitForCondition(() -> held[0] != null);
        page.locator("#question").fill(QUESTION);
        assertThat(page.locator(".passage").first()).containsText("van-golu.md");

        held[0].resume();
        page.waitForResponse(Pattern.compile("/api/search"), () -> page.locator("#question").fill("İnci kefali nerede yaşar?"));
        assertThat(page.locator("#live")).hasAttribute("aria-busy", "false");
        assertThat(page.locator(".passage").first()).containsText("van-golu.md");
    }

    @Test
    void keyboardIsEnough() {
        Page page = open(SampleApp.shared(), "", "tr-TR");
        page.locator("#lang-tr").focus();
        page.keyboard().press("/");
        assertThat(page.locator("#question")).isFocused();
        page.keyboard().type("göl");
        assertThat(page.locator(".passage").nth(2)).isVisible();
        assertThat(page.locator("#live")).hasAttribute("aria-busy", "false");

        page.keyboard().press("ArrowDown");
        assertThat(page.locator(".passage .open").first()).isFocused();
        page.keyboard().press("j");
        assertThat(page.locator(".passage .open").nth(1)).isFocused();
        page.keyboard().press("ArrowDown");
        assertThat(page.locator(".passage .open").nth(2)).isFocused();
        page.keyboard().press("k");
        page.keyboard().press("ArrowUp");
        assertThat(page.locator(".passage .open").first()).isFocused();

        page.keyboard().press("Enter");
        assertThat(page.locator("#reader")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#reader")).isHidden();
        assertThat(page.locator(".passage .open").first()).isFocused();

        page.keyboard().press("?");
        assertThat(page.locator("#help")).containsText("Sonraki bölüm");
        page.keyboard().press("Escape");
        assertThat(page.locator("#help")).isHidden();
        page.keyboard().press("Escape");
        assertThat(page.locator("#question")).hasValue("");
        assertThat(page.locator(".passage")).hasCount(0);
    }

    @Test
    void withoutAChatModelEnterSearchesAndMoreCanBeShown() {
        Page page = open(SampleApp.shared(), "", "tr-TR");
        assertThat(page.locator("#submit")).hasText("Ara");
        Locator suggestion = page.locator("#chips button").first();
        String question = suggestion.textContent();
        suggestion.click();
        assertThat(page.locator(".passage").first()).isVisible();
        assertThat(page.locator("#question")).hasValue(question);

        int few = page.locator(".passage").count();
        page.getByText("Daha fazla göster").click();
        assertThat(page.locator(".passage").nth(few)).isVisible();
    }

    @Test
    void filtersStandInTheAddressAndCanBeTakenBack() {
        Page page = open(SampleApp.shared(), "?q=" + "deprem", "tr-TR");
        assertThat(page.locator(".passage").first()).isVisible();
        page.locator("#filters summary").click();
        page.locator("#tag-chips").getByText("mutfak", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page).hasURL(Pattern.compile("tag=mutfak"));
        assertThat(page.locator(".passage .tag").first()).hasText("mutfak");
        assertThat(page.locator("#filter-count")).hasText("1");

        page.locator("#document-filter").fill("Türk kahvesi");
        assertThat(page.locator("#document-chips .chip")).hasText("Türk kahvesi");
        assertThat(page.locator(".passage .source").first()).containsText("turk-kahvesi.md");
        page.locator("#modes").getByText("Sözcük", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#live")).containsText("Bu süzgeçlerle hiçbir bölüm bulunamadı.");

        page.goBack();
        assertThat(page.locator(".passage .source").first()).containsText("turk-kahvesi.md");
        page.reload();
        assertThat(page.locator("#document-chips .chip")).hasText("Türk kahvesi");
        assertThat(page.locator(".passage .source").first()).containsText("turk-kahvesi.md");
        page.locator("#filter-clear").click();
        assertThat(page.locator("#filter-count")).hasText("");
        assertThat(page.locator(".passage .source").first()).containsText("deprem");
    }

    @Test
    void problemsAreSaidInThePagesLanguageAndWhatWasFoundStays() {
        Page page = open(SampleApp.shared(), "?q=Van", "tr-TR");
        assertThat(page.locator(".passage").first()).isVisible();
        page.route(Pattern.compile("/api/search"), route -> route.fulfill(new Route.FulfillOptions()
                .setStatus(429).setContentType("application/problem+json").setHeaders(Map.of("Retry-After", "7"))
                .setBody("{\"status\": 429, \"reason\": \"rate-limited\", \"detail\": \"too many\"}")));
        page.locator("#question").fill("Van Gölü");
        assertThat(page.locator("#live [role=alert]")).containsText("7 saniye sonra");
        assertThat(page.locator(".passage").first()).isVisible();

        page.unroute(Pattern.compile("/api/search"));
        page.route(Pattern.compile("/api/search"), Route::abort);
        page.locator("#question").fill("Van Gölü neden");
        assertThat(page.locator("#live [role=alert]")).containsText("Sunucuya ulaşılamıyor");
        page.unroute(Pattern.compile("/api/search"));
        page.locator("#live [role=alert] button").click();
        assertThat(page.locator("#live [role=alert]")).hasCount(0);
        assertThat(page.locator(".passage").first()).isVisible();
        serverProblemsAreExpected();
    }

    @Test
    void endedSessionLeadsToTheLogin_whichKnowsTheQuestion() {
        Page page = open(SampleApp.shared(), "?q=Van&mode=text", "tr-TR");
        assertThat(page.locator(".passage").first()).isVisible();
        page.route(Pattern.compile("/api/search"), route -> route.fulfill(new Route.FulfillOptions()
                .setStatus(401).setContentType("application/problem+json").setBody("{\"status\": 401, \"reason\": \"login-needed\"}")));
        page.locator("#question").fill("Van Gölü");
        assertThat(page).hasURL(Pattern.compile("/login\\.html\\?q=Van%20G%C3%B6l%C3%BC&mode=text$"));
        serverProblemsAreExpected();
    }

    @Test
    void nothingThatUsersWriteBecomesHtml() {
        String hostile = "<img src=x onerror=\"document.title='owned'\">";
        String text = "Zararlı içerik " + hostile + " burada durur.";
        SampleApp.shared().api().ingest(Map.of("title", hostile), SampleApp.file("<b>kotu</b>.txt", text));
        Page page = open(SampleApp.shared(), "", "tr-TR");
        page.locator("#question").fill(text);

        Locator passage = page.locator(".passage", new Page.LocatorOptions().setHasText("b>.txt"));
        assertThat(passage.locator("h3")).hasText(hostile);
        assertThat(passage.locator(".text")).hasText(text);
        passage.locator(".open").click();
        assertThat(page.locator("#reader-title")).hasText(hostile);
        assertThat(page.locator("#here")).hasText(text);
        page.keyboard().press("Escape");
        page.locator("#tab-documents").click();
        assertThat(page.locator("#documents")).containsText(hostile);
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(page).hasTitle("Magibu");
    }

    @Test
    void languageFollowsTheBrowserAndTheSwitch() {
        Page page = open(SampleApp.shared(), "", "en-US");
        assertThat(page.locator("h1").first()).hasText("Ask your documents");
        assertThat(page.locator("#demo")).containsText("A demo model is running.");
        assertThat(page.locator("#status")).containsText("240 dimensions, cpu, fp32");

        page.locator("#lang-tr").click();
        assertThat(page.locator("h1").first()).hasText("Belgelerinize sorun");
        assertThat(page.locator("#demo")).containsText("Deneme modeli çalışıyor.");
        assertThat(page.locator("html")).hasAttribute("lang", "tr");

        page.reload();
        assertThat(page.locator("h1").first()).hasText("Belgelerinize sorun");
    }

    @Test
    void phoneNeedsNoSidewaysScrolling() {
        Page page = open(SampleApp.shared(), "?q=Depremde%20ne%20yapmal%C4%B1", phone());
        assertThat(page.locator(".passage").first()).isVisible();
        page.locator("#filters summary").click();
        assertNoSidewaysScrolling(page);
        page.locator(".passage .open").first().click();
        assertThat(page.locator("#here")).isVisible();
        assertNoSidewaysScrolling(page);
        page.keyboard().press("Escape");
        page.locator("#tab-documents").click();
        assertThat(page.locator("#documents li").first()).isVisible();
        assertNoSidewaysScrolling(page);
        page.locator("#tab-map").click();
        assertThat(page.locator("#map")).isVisible();
        assertNoSidewaysScrolling(page);
    }

    @Test
    void serverThatIsGoneIsSaid() {
        Page page = open(SampleApp.shared(), "", new Browser.NewContextOptions().setLocale("en-US"));
        page.route(Pattern.compile("/api/"), Route::abort);
        page.reload();
        assertThat(page.locator("#problem")).containsText("The server cannot be reached");
        page.unroute(Pattern.compile("/api/"));
        page.locator("#problem button").click();
        assertThat(page.locator("#chips button").first()).isVisible();
        serverProblemsAreExpected();
    }
}

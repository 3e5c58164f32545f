package ai.magibu.sample;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page, used as a user does. */
class PageIT extends BrowserTest {

    private static final Pattern SEARCH = Pattern.compile("/api/search");

    @Test
    void answerCitesItsPassages_andSurvivesAReload() {
        CHAT.says("<think>Bakayım.</think>Göl suyu **sodalı** olduğu için donmaz [1][77]. <b>Bu cümlenin</b> kaynağı yok.");
        Page page = open("");
        ask(page, QUESTION);
        assertThat(page.locator(".answer-text .cite")).hasText("1"); // passage 77 does not exist
        assertThat(page.locator(".answer-text strong")).hasText("sodalı");
        assertThat(page.locator(".answer-text")).containsText("<b>Bu cümlenin</b> kaynağı yok.");
        assertThat(page.locator(".answer-text")).not().containsText("Bakayım");
        assertThat(page.locator(".answer-text .uncited")).hasCount(1);
        assertThat(page.locator(".legend")).isVisible();
        assertThat(page.locator(".turn > .passages .passage")).hasCount(1); // the other passages are folded
        assertThat(page).hasTitle(QUESTION + " · Sor · Magibu");
        page.locator(".cite").click();
        assertThat(page.locator(".turn [data-number='1'] .open")).isFocused();

        page.reload();
        assertThat(page.locator(".answer-text .cite")).hasText("1");
        page.getByText("Soruyu düzenle").click();
        assertThat(page.locator("#question")).hasValue(QUESTION);
        page.getByText("Yeni konuşma").click();
        assertThat(page.locator(".turn")).hasCount(0);
    }

    @Test
    void answersThatFailOrSayNothing() {
        Page page = open("");
        answers(page, "Van Gölü yazın nasıl?", token("YOK"), event("end", "{\"reason\": \"not-in-documents\"}"));
        ask(page, "Peki yazın?");
        assertThat(page.locator(".answer")).containsText("Şöyle arandı: Van Gölü yazın nasıl?");
        assertThat(page.locator(".answer")).containsText("Belgelerde yok.");
        assertThat(page.locator(".turn .passage").first()).isHidden();

        answers(page, QUESTION, token("Göl sodalıdır [1]. Bu"), event("problem", "{\"code\": \"chat-interrupted\"}"));
        ask(page, QUESTION);
        assertThat(page.locator(".answer [role=alert]")).containsText("Yanıt yarıda kesildi.");
        assertThat(page.locator(".answer-text .cite")).hasText("1");
        answers(page, QUESTION, token("Sodalı [1]."), event("end", "{\"reason\": \"answered\"}"));
        page.locator(".answer [role=alert] button").click();
        assertThat(page.locator(".answer-text").first()).containsText("Sodalı.");
        assertThat(page.locator(".turn")).hasCount(2); // the failed one is replaced

        page.unroute(ASK);
        page.route(ASK, route -> {}); // the chat model does not answer
        ask(page, "Kaç metre derin?");
        page.getByText("Durdur", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".answer").first()).containsText("Durduruldu.");
    }

    @Test
    void passagesComeWhileTyping_andTheKeyboardIsEnough() {
        Page page = open("");
        page.locator("#tab-ask").focus();
        page.keyboard().press("/");
        page.keyboard().type(QUESTION);
        assertThat(page.locator("#live .passage").first()).containsText("van-golu.md");
        assertThat(page).hasURL(Pattern.compile("\\?q=Van%20G%C3%B6l%C3%BC"));
        assertThat(page.locator("#live")).hasAttribute("aria-busy", "false");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("j");
        assertThat(page.locator("#live .open").nth(1)).isFocused();
        page.keyboard().press("k");
        assertThat(page.locator("#live .open").first()).isFocused();
        page.keyboard().press("j");
        page.keyboard().press("Enter"); // the first passage is a whole document, which is not marked
        assertThat(page.locator("#reader-text .here").first()).isInViewport();
        page.reload(); // the opened document is in the address
        assertThat(page.locator("#reader-text .here").first()).isInViewport();
        page.keyboard().press("Escape");
        assertThat(page.locator("#reader")).isHidden();
        page.goBack();
        assertThat(page.locator("#question")).hasValue("");
        assertThat(page.locator("#live .passage")).hasCount(0);
        page.locator("#tab-ask").focus();
        page.keyboard().press("?");
        assertThat(page.locator("#about")).containsText("Sonraki bölüm");
    }

    @Test
    void filtersAreInTheAddress() {
        Page page = open("?q=kahve");
        page.locator(".filters summary").click();
        page.locator("#filter-document").selectOption(new SelectOption().setLabel("Türk kahvesi"));
        page.locator("#filter-to").fill("2020-01-31");
        assertThat(page.locator("#live")).containsText("Hiçbir bölüm bulunamadı.");
        page.reload();
        assertThat(page.locator("#filter-chips button")).hasText(new String[] {"Türk kahvesi ✕", "Bitiş: 31 Oca 2020 ✕"});
        page.locator("#filter-chips button").last().click();
        assertThat(page.locator("#live .source").first()).containsText("turk-kahvesi.md");
    }

    @Test
    void documentsGoInAndOut_andBadFilesSayWhy() {
        Page page = open("#documents");
        String hostile = "<img src=x onerror=\"document.title='owned'\">";
        page.locator("#files").setInputFiles(new FilePayload[] {file("fener.md", "# " + hostile + "\n\nDeniz feneri kıyıyı gösterir."),
                file("bozuk.pdf", "%PDF-1.7 bozuk"), file("program.exe", "MZ"), file("bos.txt", ""),
                file("\u202Etxt.ters.txt", "Ters ad.")});
        assertThat(row(page, "program.exe")).containsText("Bu dosya türü desteklenmiyor.");
        assertThat(row(page, "bos.txt")).containsText("Dosya boş.");
        assertThat(row(page, "bozuk.pdf")).containsText("Dosya bozuk.");
        assertThat(row(page, "txt.ters.txt").last()).not().containsText("\u202E");
        row(page, "fener.md").locator(".open").click();
        assertThat(page.locator("#reader-text")).containsText("Deniz feneri kıyıyı gösterir.");
        page.keyboard().press("Escape");
        assertThat(page).hasTitle("Belgeler · Magibu");
        assertThat(page.locator("main img")).hasCount(0);

        page.onDialog(Dialog::accept);
        for (String name : new String[] {"fener.md", "bozuk.pdf", "txt.ters.txt"}) {
            row(page, name).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sil")).click();
            assertThat(row(page, name)).hasCount(0);
        }
    }

    @Test
    void serverProblemsAreSaid_andSearchesAreRetried() {
        Page page = open("");
        page.route(SEARCH, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)
                .setHeaders(Map.of("Retry-After", "1")).setBody("{\"code\": \"overloaded\"}")));
        page.locator("#question").fill("Van");
        assertThat(page.locator("#live")).containsText("Sunucu şu anda yoğun.");
        page.unroute(SEARCH);
        assertThat(page.locator("#live .passage").first()).isVisible(); // without a click
        page.route(SEARCH, Route::abort);
        page.locator("#question").fill("Van Gölü");
        assertThat(page.locator("#live [role=alert]")).containsText("yöneticinize bildirin");
        assertThat(page.locator("#live .passage").first()).isVisible(); // the results stay
        page.unroute(SEARCH);
        page.route(SEARCH, route -> route.fulfill(new Route.FulfillOptions().setStatus(401).setBody("{}")));
        page.locator("#live [role=alert] button").click();
        assertThat(page).hasURL(Pattern.compile("/login\\.html\\?q=Van%20G%C3%B6l%C3%BC$"));
        failedRequestsAreExpected();
    }

    @Test
    void languageFollowsTheBrowserAndTheSwitch_onAPhone() {
        Page page = open("?open=yok", phone().setLocale("en-US"));
        assertThat(page.locator("#reader-text [role=alert]")).hasText("This document no longer exists.");
        page.keyboard().press("Escape");
        assertThat(page.locator("h1").first()).hasText("Ask your documents");
        page.locator(".languages [lang=tr]").click();
        assertThat(page.locator("h1").first()).hasText("Belgelerinize sorun");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("lang", "tr");
        page.locator(".filters summary").click();
        page.locator("#question").fill("Depremde ne yapmalı");
        assertThat(page.locator("#live .passage").first()).isVisible();
        assertThat(page.locator("html")).hasJSProperty("scrollWidth", 390); // no horizontal scrolling
        page.locator("#tab-documents").click();
        assertThat(page.locator("#documents li").first()).isVisible();
        assertThat(page.locator("html")).hasJSProperty("scrollWidth", 390);
        failedRequestsAreExpected();
    }

    private static Locator row(Page page, String name) {
        return page.locator("#documents li", new Page.LocatorOptions().setHasText(name));
    }
}

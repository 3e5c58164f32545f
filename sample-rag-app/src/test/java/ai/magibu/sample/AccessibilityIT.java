package ai.magibu.sample;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks every view with axe, in the light and the dark theme. */
class AccessibilityIT extends BrowserTest {

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noViewHasASeriousFinding(String scheme) {
        Page page = open("");
        preferColorScheme(page, scheme);
        assertThat(page.locator("#questions button").first()).isVisible();
        page.locator(".filters summary").click();
        page.locator("#filter-from").fill("2020-01-01");
        assertAccessible(page, "start, with a filter");

        page.locator("#question").fill(QUESTION);
        assertThat(page.locator("#live .passage mark").first()).isVisible();
        assertAccessible(page, "passages");
        page.locator("#live .open").nth(1).click();
        assertThat(page.locator("#reader-text .here mark").first()).isVisible();
        assertAccessible(page, "a passage in its document");
        page.keyboard().press("Escape");

        answers(page, QUESTION, token("Göl **sodalıdır** [1]. Bu cümlenin kaynağı yok."), event("end", "{\"reason\": \"answered\"}"));
        ask(page, QUESTION);
        assertThat(page.locator(".answer-text .uncited")).isVisible();
        assertAccessible(page, "an answer");
        answers(page, QUESTION, token("Göl sod"), event("problem", "{\"code\": \"chat-timeout\"}"));
        ask(page, QUESTION);
        assertThat(page.locator(".answer .error")).isVisible();
        assertAccessible(page, "a failed answer");

        page.locator("#about-open").click();
        assertAccessible(page, "about");
        page.keyboard().press("Escape");
        page.locator("#tab-documents").click();
        page.locator("#files").setInputFiles(file("bos.txt", ""));
        assertThat(page.locator("#documents .failed").first()).isVisible();
        assertAccessible(page, "documents");
    }
}

package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every view, in light and dark, by axe. */
class AccessibilityIT extends BrowserTest {

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noViewHasASeriousFinding(String scheme) {
        Page page = open(SampleApp.shared(), "", "tr-TR");
        preferColorScheme(page, scheme);
        assertThat(page.locator("#chips button").first()).isVisible();
        page.locator("#filters summary").click();
        assertAccessible(page, "start, with filters");

        page.locator("#question").fill("Van Gölü kışın neden donmuyor?");
        assertThat(page.locator(".passage mark").first()).isVisible();
        assertAccessible(page, "passages");
        page.locator(".passage .open").first().click();
        assertThat(page.locator("#here mark").first()).isVisible();
        assertAccessible(page, "a passage in its document");
        page.keyboard().press("Escape");
        page.locator("#help-open").click();
        assertAccessible(page, "help");
        page.keyboard().press("Escape");

        page.locator("#tab-documents").click();
        page.locator("#files").setInputFiles(payload("bos-" + scheme + ".txt", ""));
        assertThat(page.locator("#uploads .failed").first()).isVisible();
        assertAccessible(page, "documents");
        page.locator("#clear-finished").click();

        page.locator("#tab-map").click();
        assertThat(page.locator("#map")).isVisible();
        page.locator("#map-list summary").click();
        assertAccessible(page, "map");
    }
}

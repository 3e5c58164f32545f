package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of the page have in common: a real browser, which all of them share, and a fresh profile for each test. A test
 * fails where the page logs an error. Tests wait for what they expect to see, never for a time.
 */
abstract class BrowserTest {

    private static final String NO_BROWSER =
            "SKIPPED: the browser tests, because no Chromium or Chrome is on the PATH (Debian: apt install chromium)";

    /** Whoever waits longer, on a machine however busy, waits in vain. */
    private static final int PATIENCE_MILLIS = 30_000;

    private static @Nullable Browser browser;
    private static boolean looked;

    private final List<String> errors = new ArrayList<>();
    private @Nullable BrowserContext context;

    /** For each test, so that reports count what was skipped. */
    @BeforeEach
    void browserIsThere() {
        Assumptions.assumeTrue(browser() != null, NO_BROWSER);
    }

    @AfterEach
    void pageHadNoErrors() {
        close();
        assertThat(errors).isEmpty();
    }

    /** One for all classes: it ends with the JVM. */
    private static synchronized @Nullable Browser browser() {
        if (!looked) {
            looked = true;
            Optional<Path> chromium = findBrowser();
            if (chromium.isEmpty()) {
                System.out.println(NO_BROWSER);
                return null;
            }
            Playwright playwright = Playwright.create();
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            List<String> flags = "root".equals(System.getProperty("user.name")) ? List.of("--no-sandbox") : List.of();
            browser = playwright.chromium()
                    .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium.get()).setArgs(flags));
            com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        }
        return browser;
    }

    /** In a window as on a desk. */
    final Page open(SampleApp app, String path, String language) {
        return open(app, path, new Browser.NewContextOptions().setLocale(language).setViewportSize(1280, 860));
    }

    final Page open(SampleApp app, String path, Browser.NewContextOptions options) {
        close();
        context = browser().newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.navigate(app.url() + "/" + path);
        assertThat(page.locator("#status")).containsText("PostgreSQL"); // the page has heard from the server
        return page;
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(360, 740).setDeviceScaleFactor(2);
    }

    private void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    /** The browser logs every answer of 400 and above as an error: for tests that want one. */
    final void serverProblemsAreExpected() {
        errors.removeIf(error -> error.contains("Failed to load resource"));
    }

    /** By the browser's own protocol: Playwright's setColorScheme writes "lıght" where the tests run under the Turkish locale. */
    final void preferColorScheme(Page page, String scheme) {
        context.newCDPSession(page).send("Emulation.setEmulatedMedia", JsonParser.parseString(
                "{features: [{name: 'prefers-color-scheme', value: '" + scheme + "'}, {name: 'prefers-reduced-motion', value: 'reduce'}]}")
                .getAsJsonObject());
    }

    static void assertNoSidewaysScrolling(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).isEqualTo(true);
    }

    /** No serious or critical finding of axe: the rules of WCAG 2 A and AA among them. */
    static void assertAccessible(Page page, String what) {
        List<String> findings = new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + " (" + rule.getImpact() + "): "
                        + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).toList())
                .toList();
        assertThat(findings).as(what).isEmpty();
    }

    static FilePayload payload(String name, String text) {
        return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Path> findBrowser() {
        Stream<Path> onPath = Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe")
                        .map(Path.of(folder)::resolve));
        Path onMac = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        return Stream.concat(onPath, Stream.of(onMac)).filter(Files::isExecutable).findFirst();
    }
}

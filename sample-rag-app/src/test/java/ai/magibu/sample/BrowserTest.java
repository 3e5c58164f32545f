package ai.magibu.sample;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, with a fresh profile for each test. A test fails if the page logs an error. */
abstract class BrowserTest {

    static final String QUESTION = "Van Gölü kışın neden donmuyor?";
    static final FakeChat CHAT = new FakeChat();
    static final Pattern ASK = Pattern.compile("/api/ask$");

    private static final String NO_BROWSER = "no Chromium or Chrome is on the PATH (Debian: apt install chromium)";
    private static final int PATIENCE_MILLIS = 30_000;
    private static final @Nullable Browser BROWSER = findBrowser().map(BrowserTest::launch).orElse(null); // ends with the JVM

    private static @Nullable SampleApp app;

    static {
        if (BROWSER == null) {
            System.out.println("SKIPPED: the browser tests, because " + NO_BROWSER);
        }
    }

    private final List<String> errors = new ArrayList<>();
    private @Nullable BrowserContext context;

    @BeforeEach
    void browserIsThere() {
        Assumptions.assumeTrue(BROWSER != null, NO_BROWSER);
    }

    /** Returns the application with a chat model that all classes share. */
    private static synchronized SampleApp app() {
        if (app == null) {
            app = SampleApp.start(SampleApp.filledFolder(), "--sample.chat.base-url=" + CHAT.baseUrl(),
                    "--sample.chat.model=sohbet-modeli");
        }
        return app;
    }

    @AfterEach
    void pageHasNoErrors() {
        if (context != null) {
            context.close();
        }
        assertThat(errors).isEmpty();
    }

    private static Browser launch(Path executable) {
        Playwright playwright = Playwright.create();
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        List<String> flags = "root".equals(System.getProperty("user.name")) ? List.of("--no-sandbox") : List.of();
        return playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(flags));
    }

    private static Optional<Path> findBrowser() {
        List<String> names =
                List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "Google Chrome", "chrome.exe");
        String folders = System.getenv("PATH") + File.pathSeparator + "/Applications/Google Chrome.app/Contents/MacOS";
        return Arrays.stream(folders.split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> names.stream().map(Path.of(folder)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    final Page open(String path) {
        return open(path, new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(1280, 860));
    }

    final Page open(String path, Browser.NewContextOptions options) {
        context = BROWSER.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> errors.addAll(message.type().equals("error") ? List.of(message.text()) : List.of()));
        page.navigate(app().url() + "/" + path);
        assertThat(page.locator("#document-count")).hasText(Pattern.compile("\\d+")); // the page has the server's answers
        return page;
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(390, 844).setDeviceScaleFactor(2);
    }

    /** For tests with failing requests, which the browser logs as errors. */
    final void failedRequestsAreExpected() {
        errors.removeIf(error -> error.contains("Failed to load resource"));
    }

    /** Uses the browser's own protocol, because Playwright's setColorScheme writes "lıght" under the Turkish locale. */
    final void preferColorScheme(Page page, String scheme) {
        context.newCDPSession(page).send("Emulation.setEmulatedMedia", JsonParser.parseString(
                "{features: [{name: 'prefers-color-scheme', value: '" + scheme + "'}]}").getAsJsonObject());
    }

    static void ask(Page page, String question) {
        page.locator("#question").fill(question);
        page.keyboard().press("Enter");
    }

    /** Answers every question with these events, after the passages of a real search. */
    final void answers(Page page, String searched, String... events) {
        JsonNode found = get("/api/search?k=5&q=Van").path("passages");
        String body = event("passages", "{\"question\": \"" + searched + "\", \"passages\": " + found + "}") + String.join("", events);
        page.unroute(ASK);
        page.route(ASK, route -> route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody(body)));
    }

    static String event(String name, String data) {
        return "event:" + name + "\ndata:" + data + "\n\n";
    }

    static String token(String text) {
        return event("token", "{\"text\": \"" + text + "\"}");
    }

    static JsonNode get(String path) {
        return app().api().get(path).body();
    }

    /** Fails for serious or critical findings of axe, which include the rules of WCAG 2 A and AA. */
    static void assertAccessible(Page page, String what) {
        assertThat(new AxeBuilder(page).analyze().getViolations())
                .filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).toList())
                .as(what).isEmpty();
    }

    static FilePayload file(String name, String text) {
        return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }
}

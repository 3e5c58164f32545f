package ai.magibu.sample.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.magibu.sample.FakeChat;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page in a real browser, which all tests share, with a fresh profile for each test. A test fails if the page logs an error.
 * Tests wait for a state that they expect to see, never for a time.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class BrowserTest {

    static final String QUESTION = "Van Gölü kışın neden donmuyor?";
    static final FakeChat CHAT = FakeChat.start();
    static final Pattern ASK = Pattern.compile("/api/ask$");

    private static final String NO_BROWSER =
            "SKIPPED: the browser tests, because no Chromium or Chrome is on the PATH (Debian: apt install chromium)";
    private static final int PATIENCE_MILLIS = 30_000;
    private static @Nullable Browser browser;
    private static boolean searchedForBrowser;

    @LocalServerPort
    private int port;

    private final List<String> errors = new ArrayList<>();
    private @Nullable BrowserContext context;

    @DynamicPropertySource
    static void chatModel(DynamicPropertyRegistry properties) {
        properties.add("sample.chat.base-url", CHAT::baseUrl);
        properties.add("sample.chat.model", () -> "sohbet-modeli");
    }

    @BeforeEach
    void browserAndDocumentsAreThere() {
        Assumptions.assumeTrue(browser() != null, NO_BROWSER);
        await().atMost(Duration.ofMinutes(3)).until(() -> get("/api/status"),
                status -> status.path("documents").asInt() > 0 && status.path("waiting").asInt() == 0);
    }

    @AfterEach
    void pageHasNoErrors() {
        closeContext();
        assertThat(errors).isEmpty();
    }

    /** One for all classes. It ends with the JVM. */
    private static synchronized @Nullable Browser browser() {
        Optional<Path> executable = searchedForBrowser ? Optional.empty() : findBrowser();
        searchedForBrowser = true;
        executable.ifPresent(path -> {
            Playwright playwright = Playwright.create();
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            List<String> flags = "root".equals(System.getProperty("user.name")) ? List.of("--no-sandbox") : List.of();
            browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(path).setArgs(flags));
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        });
        return browser;
    }

    private static Optional<Path> findBrowser() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe");
        Stream<Path> onPath = Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> names.stream().map(Path.of(folder)::resolve));
        Path onMac = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        return Stream.concat(onPath, Stream.of(onMac)).filter(Files::isExecutable).findFirst();
    }

    final Page open(String path) {
        return open(path, new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(1280, 860));
    }

    final Page open(String path, Browser.NewContextOptions options) {
        closeContext();
        context = browser().newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.navigate("http://127.0.0.1:" + port + "/" + path);
        assertThat(page.locator("#document-count")).hasText(Pattern.compile("\\d+")); // the page has the server's answers
        return page;
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setLocale("tr-TR").setViewportSize(390, 844).setDeviceScaleFactor(2).setHasTouch(true);
    }

    private void closeContext() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    /** The browser logs every failed request as an error: for tests that want one. */
    final void failedRequestsAreExpected() {
        errors.removeIf(error -> error.contains("Failed to load resource"));
    }

    /** By the browser's own protocol: Playwright's setColorScheme writes "lıght" under the Turkish locale. */
    final void preferColorScheme(Page page, String scheme) {
        context.newCDPSession(page).send("Emulation.setEmulatedMedia", JsonParser.parseString(
                "{features: [{name: 'prefers-color-scheme', value: '" + scheme + "'}]}").getAsJsonObject());
    }

    static void ask(Page page, String question) {
        page.locator("#question").fill(question);
        page.keyboard().press("Enter");
    }

    /** Answers every question with these events, after the passages of a real search. */
    final void answers(Page page, String searchedFor, String... events) {
        JsonNode found = get("/api/search?k=5&q=Van");
        String passages = "{\"question\": \"%s\", \"passages\": %s}".formatted(searchedFor, found.path("passages"));
        String body = "event:passages\ndata:" + passages + "\n\n" + String.join("", events);
        page.unroute(ASK);
        page.route(ASK, route -> route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream").setBody(body)));
    }

    static String event(String name, String data) {
        return "event:" + name + "\ndata:" + data + "\n\n";
    }

    static String token(String text) {
        return event("token", JsonMapper.shared().writeValueAsString(java.util.Map.of("text", text)));
    }

    final JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            return JsonMapper.shared().readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(path, e);
        }
    }

    static void assertNoSidewaysScrolling(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).isEqualTo(true);
    }

    /** No serious or critical finding of axe, which includes the rules of WCAG 2 A and AA. */
    static void assertAccessible(Page page, String what) {
        List<String> findings = new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).limit(3).toList())
                .toList();
        assertThat(findings).as(what).isEmpty();
    }

    static FilePayload file(String name, String text) {
        return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }
}

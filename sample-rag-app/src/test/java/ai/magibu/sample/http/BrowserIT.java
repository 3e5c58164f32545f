package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser. Leaves screenshots in target/screenshots. */
class BrowserIT {

    private static final String NO_BROWSER =
            "SKIPPED: the browser tests, because no Chromium or Chrome is on the PATH (Debian: apt install chromium)";
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private static Playwright playwright;
    private static Browser browser;
    private static FakeChat chat;
    private static SampleApp withChat;

    private final List<String> errors = new ArrayList<>();
    private @Nullable BrowserContext context;

    @BeforeAll
    static void start() {
        Optional<Path> chromium = findBrowser();
        if (chromium.isEmpty()) {
            System.out.println(NO_BROWSER);
            return;
        }
        playwright = Playwright.create();
        List<String> flags = "root".equals(System.getProperty("user.name")) ? List.of("--no-sandbox") : List.of();
        browser = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium.orElseThrow()).setArgs(flags));
        chat = new FakeChat();
        withChat = SampleApp.start(
                SampleApp.temporaryFolder(), "--sample.chat.base-url=" + chat.baseUrl(), "--sample.chat.model=fake-chat");
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
            withChat.close();
            chat.close();
        }
    }

    /** For each test, so that reports count what was skipped. */
    @BeforeEach
    void browserIsThere() {
        Assumptions.assumeTrue(browser != null, NO_BROWSER);
    }

    @AfterEach
    void pageHadNoErrors() {
        if (context != null) {
            context.close();
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void uploadedDocumentIsFoundAndReadAndDeleted() {
        Page page = open(SampleApp.shared(), "tr-TR");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Belgeler")).click();
        page.locator("#files").setInputFiles(payload(
                "deniz-feneri.txt", "Deniz feneri, gemilere kıyıyı ve tehlikeli kayaları ışığıyla gösterir."));
        assertThat(page.locator("#uploads li").first()).containsText("Eklendi: 1 bölüm");
        assertThat(page.locator("#documents")).containsText("deniz-feneri.txt");

        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Sor")).click();
        page.locator("#question").fill("Deniz feneri gemilere neyi gösterir?");
        page.keyboard().press("Enter");

        Locator passage = page.locator(".passage", new Page.LocatorOptions().setHasText("deniz-feneri.txt"));
        assertThat(passage).containsText("tehlikeli kayaları ışığıyla gösterir");
        assertThat(passage.locator(".score")).hasText(Pattern.compile("-?\\d,\\d\\d"));
        assertThat(passage.locator(".source")).hasText("deniz-feneri.txt · 1. bölüm");
        assertThat(page.locator("#result")).containsText("Sohbet modeli ayarlı değil");
        assertThat(page).hasURL(Pattern.compile("\\?q=Deniz%20feneri"));
        screenshot(page, "search-tr");

        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Belgeler")).click();
        page.locator("#filter").fill("DENİZ FENERİ");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sil: deniz feneri")).click();
        assertThat(page.locator("#confirm")).containsText("“deniz feneri”");
        page.locator("#confirm").getByText("Vazgeç").click();
        assertThat(page.locator("#documents li")).hasCount(1);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sil: deniz feneri")).click();
        page.locator("#confirm").getByText("Sil", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#documents li")).hasCount(0);
    }

    @Test
    void citationOpensItsPassage() {
        chat.says("Göl suyu sodalı olduğu için donmaz [1]. <b>Kalın</b> değildir.");
        Page page = open(withChat, "tr-TR");
        page.locator("#question").fill("Van Gölü kışın neden donmuyor?");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sor").setExact(true)).click();
        assertThat(page.locator(".answer")).containsText("Göl suyu sodalı olduğu için donmaz [1]. <b>Kalın</b> değildir.");
        screenshot(page, "answer-tr");

        page.locator(".cite").click();

        Locator passage = page.locator("#passage-1");
        assertThat(passage).hasClass(Pattern.compile("cited"));
        assertThat(passage).isInViewport();
        assertThat(passage).isFocused();
        assertThat(passage.locator(".text")).not().hasClass(Pattern.compile("short"));
    }

    @Test
    void failingChatModelStillShowsThePassages() {
        chat.replies(500, "{}");
        Page page = open(withChat, "en-US");
        page.locator("#question").fill("Peribacaları nasıl oluşmuş?");
        page.keyboard().press("Enter");

        assertThat(page.locator("[role=alert]")).containsText("The chat model did not answer");
        assertThat(page.locator(".passage").first()).containsText("kapadokya.md");
        errors.clear(); // the browser logs every answer of 400 and above
    }

    @Test
    void nothingThatUsersWriteBecomesHtml() {
        String hostile = "<img src=x onerror=\"document.title='owned'\">";
        String text = "Zararlı içerik " + hostile + " burada durur.";
        Page page = open(SampleApp.shared(), "tr-TR");
        SampleApp.shared().api().ingest(
                Map.of("title", hostile), SampleApp.file("<b>kotu</b>.txt", text));
        page.reload();
        page.locator("#question").fill(text);
        page.keyboard().press("Enter");

        Locator passage = page.locator(".passage", new Page.LocatorOptions().setHasText("b>.txt"));
        assertThat(passage.locator("h3")).hasText(hostile);
        assertThat(passage.locator(".text")).hasText(text);
        page.locator("#tab-documents").click();
        assertThat(page.locator("#documents")).containsText(hostile);
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(page).hasTitle("Magibu");
    }

    @Test
    void unreadableFileSaysWhyInThePagesLanguage() {
        Page page = open(SampleApp.shared(), "tr-TR");
        page.locator("#tab-documents").click();
        page.locator("#files").setInputFiles(new FilePayload[] {payload("bos.txt", ""), payload("program.exe", "MZ")});

        assertThat(page.locator("#uploads .failed")).hasCount(2);
        assertThat(page.locator("#uploads")).containsText("Dosya boş (0 bayt).");
        assertThat(page.locator("#uploads")).containsText("Bu dosya türü okunamıyor");
        errors.clear(); // the browser logs every answer of 400 and above
    }

    @Test
    void languageFollowsTheBrowserAndTheSwitch() {
        Page page = open(SampleApp.shared(), "en-US");
        assertThat(page.locator("h1")).hasText("Ask your documents");
        assertThat(page.locator("#demo")).containsText("A demo model is running.");

        page.locator("#lang-tr").click();
        assertThat(page.locator("h1")).hasText("Belgelerinize sorun");
        assertThat(page.locator("#demo")).containsText("Deneme modeli çalışıyor.");
        assertThat(page.locator("html")).hasAttribute("lang", "tr");

        page.reload();
        assertThat(page.locator("h1")).hasText("Belgelerinize sorun");
    }

    @Test
    void suggestedQuestionIsAskedAndTheBackButtonReturns() {
        Page page = open(SampleApp.shared(), "tr-TR");
        Locator suggestion = page.locator("#chips button").first();
        String question = suggestion.textContent();
        suggestion.click();
        assertThat(page.locator(".passage")).hasCount(5);
        assertThat(page.locator("#question")).hasValue(question);

        page.getByText("Daha fazla göster").click();
        assertThat(page.locator(".passage")).hasCount(15);

        page.goBack();
        assertThat(page.locator(".passage")).hasCount(0);
        assertThat(page.locator("h1")).isVisible();
    }

    @Test
    void phoneNeedsNoSidewaysScrollingInLightAndDark() {
        for (String scheme : List.of("light", "dark")) {
            Page page = open(SampleApp.shared(), new Browser.NewContextOptions()
                    .setLocale("tr-TR").setViewportSize(360, 740).setDeviceScaleFactor(2));
            preferColorScheme(page, scheme);
            screenshot(page, "phone-start-" + scheme);
            page.locator("#question").fill("Depremde ne yapmalı?");
            page.keyboard().press("Enter");
            assertThat(page.locator(".passage")).hasCount(5);
            screenshot(page, "phone-search-" + scheme);
            assertNoSidewaysScrolling(page);
            page.locator("#tab-documents").click();
            assertNoSidewaysScrolling(page);
            screenshot(page, "phone-documents-" + scheme);
        }
    }

    /** By the browser's own protocol: Playwright's setColorScheme writes "lıght" where the tests run under the Turkish locale. */
    private void preferColorScheme(Page page, String scheme) {
        context.newCDPSession(page).send("Emulation.setEmulatedMedia", JsonParser.parseString(
                "{features: [{name: 'prefers-color-scheme', value: '" + scheme + "'}]}").getAsJsonObject());
    }

    private static void assertNoSidewaysScrolling(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).isEqualTo(true);
    }

    private Page open(SampleApp app, String language) {
        return open(app, new Browser.NewContextOptions().setLocale(language).setViewportSize(1280, 860));
    }

    private Page open(SampleApp app, Browser.NewContextOptions options) {
        if (context != null) {
            context.close();
        }
        context = browser.newContext(options);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.navigate(app.url());
        assertThat(page.locator("#chips button")).hasCount(6);
        return page;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static FilePayload payload(String name, String text) {
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

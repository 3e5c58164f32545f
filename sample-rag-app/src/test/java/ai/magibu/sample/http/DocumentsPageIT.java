package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Documents on the page: in, found, out. */
class DocumentsPageIT extends BrowserTest {

    @Test
    void uploadedDocumentIsFoundAndReadAndDeleted() {
        Page page = open(SampleApp.shared(), "?view=documents", "tr-TR");
        page.locator("#upload-tags").fill("deniz, ışık");
        page.locator("#files").setInputFiles(payload(
                "deniz-feneri.txt", "Deniz feneri, gemilere kıyıyı ve tehlikeli kayaları ışığıyla gösterir."));
        assertThat(upload(page, "deniz-feneri.txt")).containsText("Eklendi: 1 bölüm");
        Locator document = page.locator("#documents li", new Page.LocatorOptions().setHasText("deniz-feneri.txt"));
        assertThat(document.locator(".tag")).hasText(new String[] {"deniz", "ışık"});

        document.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Bu belgede ara: deniz feneri")).click();
        assertThat(page.locator("#document-chips .chip")).hasText("deniz feneri"); // the page is loaded anew
        page.locator("#question").fill("Gemilere neyi gösterir?");
        assertThat(page.locator(".passage")).hasCount(1);
        assertThat(page.locator(".passage .source")).containsText("deniz-feneri.txt · 1. bölüm");

        page.locator("#tab-documents").click();
        page.locator("#filter").fill("DENİZ FENERİ");
        assertThat(page.locator("#documents li")).hasCount(1);
        page.locator("#documents .open").click();
        assertThat(page.locator("#reader-text")).containsText("tehlikeli kayaları ışığıyla gösterir");
        page.keyboard().press("Escape");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sil: deniz feneri")).click();
        assertThat(page.locator("#confirm")).containsText("“deniz feneri”");
        page.locator("#confirm").getByText("Vazgeç").click();
        assertThat(page.locator("#documents li")).hasCount(1);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sil: deniz feneri")).click();
        page.locator("#confirm").getByText("Sil", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#documents")).containsText("Bu sözü içeren belge yok.");
    }

    @Test
    void unreadableFileSaysWhyAndStaysUntilDismissed() {
        Page page = open(SampleApp.shared(), "?view=documents", "tr-TR");
        page.locator("#files").setInputFiles(new FilePayload[] {payload("bos.txt", ""), payload("program.exe", "MZ")});
        assertThat(upload(page, "bos.txt")).containsText("Dosya boş (0 bayt).");
        assertThat(upload(page, "program.exe")).containsText("Bu dosya türü okunamıyor");

        page.reload();
        assertThat(upload(page, "bos.txt")).containsText("Dosya boş (0 bayt).");
        page.locator("#clear-finished").click();
        assertThat(page.locator("#uploads li")).hasCount(0);
        page.reload();
        assertThat(page.locator("#documents li").first()).isVisible();
        assertThat(page.locator("#uploads li")).hasCount(0);
    }

    @Test
    void longUploadShowsItsProgressAndCanBeCancelledAndRetried() {
        Page page = open(SampleApp.shared(), "?view=documents", "en-US");
        page.locator("#files").setInputFiles(payload("uzun.txt", SampleApp.longText(4_000)));
        Locator row = upload(page, "uzun.txt");
        assertThat(row).containsText(Pattern.compile("Computing vectors: \\d+ of \\d+ passages"));
        assertThat(row.locator("progress")).isVisible();
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel: uzun.txt")).click();
        assertThat(row).containsText("Cancelled");

        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again: uzun.txt")).click();
        assertThat(row).containsText(Pattern.compile("Waiting|Reading|Computing"));
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel: uzun.txt")).click();
        assertThat(row).containsText("Cancelled");
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Take off the list: uzun.txt")).click();
        assertThat(row).hasCount(0);
        assertThat(page.locator("#documents")).not().containsText("uzun.txt");
    }

    @Test
    void jobThatEndedWhileNobodyListenedIsAskedFor() {
        try (StreamedAnswer events = new StreamedAnswer()) {
            Page page = open(SampleApp.shared(), "", "tr-TR");
            listensTo(page, events);
            page.route(Pattern.compile("/api/ingest/900001$"), route ->
                    route.fulfill(json(200, job(900_001, "uyku.txt", "stored"))));
            page.locator("#tab-documents").click();
            events.send("retry: 10\n\n" + event("job", job(900_001, "uyku.txt", "embedding"))
                    + event("queue", "{\"unfinished\": 1}"));
            assertThat(upload(page, "uyku.txt")).containsText("Vektörler");

            events.end(); // the computer sleeps, for longer than the server looks back
            events.send(event("queue", "{\"unfinished\": 0}"));
            assertThat(upload(page, "uyku.txt")).containsText("Eklendi: 1 bölüm");
            page.close(); // before its events break off, which it would report
        }
    }

    @Test
    void jobThatEndsWhileItIsCancelledLeavesTheList() {
        try (StreamedAnswer events = new StreamedAnswer()) {
            Page page = open(SampleApp.shared(), "", "tr-TR");
            listensTo(page, events);
            page.route(Pattern.compile("/api/ingest/900002$"), route -> route.fulfill(
                    route.request().method().equals("DELETE") ? new Route.FulfillOptions().setStatus(204) : json(404, "{}")));
            page.locator("#tab-documents").click();
            events.send(event("job", job(900_002, "hızlı.txt", "embedding")) + event("queue", "{\"unfinished\": 1}"));
            upload(page, "hızlı.txt").getByRole(AriaRole.BUTTON).click();
            assertThat(upload(page, "hızlı.txt")).hasCount(0);
            serverProblemsAreExpected();
            page.close(); // before its events break off, which it would report
        }
    }

    @Test
    void uploadsAreFollowedToTheirEndFromAnotherViewToo_andNoFurther() {
        try (StreamedAnswer events = new StreamedAnswer()) {
            Page page = open(SampleApp.shared(), "", "tr-TR");
            listensTo(page, events);
            List<Route> uploads = new ArrayList<>();
            page.route(Pattern.compile("/api/documents$"), route -> {
                if (route.request().method().equals("POST")) {
                    uploads.add(route);
                } else {
                    route.resume();
                }
            });
            page.locator("#tab-documents").click();
            page.locator("#files").setInputFiles(new FilePayload[] {payload("birinci.txt", "1"), payload("ikinci.txt", "2")});
            page.waitForCondition(() -> uploads.size() == 1);
            page.locator("#tab-ask").click();
            uploads.get(0).fulfill(json(202, "[" + job(900_003, "birinci.txt", "queued") + "]"));
            page.waitForCondition(() -> uploads.size() == 2);
            events.send(event("job", job(900_003, "birinci.txt", "stored")) + event("queue", "{\"unfinished\": 0}"));
            assertThat(page.locator("#announcer")).hasText("birinci.txt: Eklendi: 1 bölüm");

            uploads.get(1).fulfill(json(202, "[" + job(900_004, "ikinci.txt", "queued") + "]"));
            page.waitForCondition(() -> page.locator("#uploads [data-job]").count() == 2);
            events.send(event("job", job(900_004, "ikinci.txt", "stored")));
            assertThat(page.locator("#announcer")).hasText("ikinci.txt: Eklendi: 1 bölüm");
            await().until(() -> {
                events.send(": is somebody there?\n\n");
                return events.clientIsGone();
            });
            page.close(); // before its events break off, which it would report
        }
    }

    @Test
    void manyJobsAtOnceAreDrawnOnce() {
        Page page = open(SampleApp.shared(), "?view=documents", "tr-TR");
        page.route(Pattern.compile("/api/documents$"), route -> route.fulfill(json(202, IntStream.range(0, 500)
                .mapToObj(i -> job(910_000 + i, "arşiv/" + i + ".txt", "queued"))
                .collect(Collectors.joining(",", "[", "]")))));
        page.evaluate("""
                () => {
                  window.drawn = 0;
                  new MutationObserver(changes => { window.drawn += changes.length; })
                      .observe(document.getElementById("uploads"), { childList: true });
                }""");
        page.locator("#files").setInputFiles(payload("arşiv.zip", "PK"));
        assertThat(page.locator("#uploads li")).hasCount(100);
        assertThat((int) page.evaluate("window.drawn")).isLessThan(20);
    }

    private static void listensTo(Page page, StreamedAnswer events) {
        page.route(Pattern.compile("/api/ingest/events"), route -> route.resume(new Route.ResumeOptions().setUrl(events.url())));
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static String job(int id, String source, String state) {
        return """
                {"id": %d, "source": "%s", "state": "%s", "chunksDone": 0, "chunksTotal": 1, "updatedAt": "2026-11-25T01:20:04Z"}"""
                .formatted(id, source, state);
    }

    private static Route.FulfillOptions json(int status, String body) {
        return new Route.FulfillOptions().setStatus(status).setContentType("application/json").setBody(body);
    }

    private static Locator upload(Page page, String name) {
        return page.locator("#uploads li", new Page.LocatorOptions().setHasText(name));
    }
}

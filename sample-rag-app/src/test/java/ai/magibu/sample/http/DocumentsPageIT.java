package ai.magibu.sample.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.regex.Pattern;
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

    private static Locator upload(Page page, String name) {
        return page.locator("#uploads li", new Page.LocatorOptions().setHasText(name));
    }
}

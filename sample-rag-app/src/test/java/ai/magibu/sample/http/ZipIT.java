package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.documents.Pdfs;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** ZIP files, the friendly and the other ones. */
class ZipIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void everyFileOfAZipIsAJobUnderItsPath() {
        List<JsonNode> jobs = ingest(Zips.of(
                Map.entry("2023/", new byte[0]),
                file("2023/rapor.md", "# Yıllık\n\nİki bin yirmi üçün raporu."),
                file("2024/rapor.md", "# Yıllık\n\nİki bin yirmi dördün raporu."),
                file("__MACOSX/2024/._rapor.md", "çöp"),
                file(".DS_Store", "çöp"),
                Map.entry("2024/resim.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}),
                Map.entry("2024/adı yanlış.txt", Pdfs.of(null, List.of("Aslında PDF.")))));

        assertThat(fields(jobs, "source"))
                .containsExactly("2023/rapor.md", "2024/rapor.md", "2024/resim.png", "2024/adı yanlış.txt");
        assertThat(fields(jobs, "state")).containsExactly("stored", "stored", "failed", "stored");
        assertThat(api.get("/api/documents").each("", "source")).contains("2023/rapor.md", "2024/rapor.md");
    }

    @Test
    void namesAreReadAsWindowsAndMacsWriteThem() {
        assertThat(fields(ingest(Zips.of(Charset.forName("IBM857"), file("şölen çağrısı.txt", "Windows'tan."))), "source"))
                .containsExactly("şölen çağrısı.txt");
        // As macOS: in UTF-8 and not marked so. Java writes the bytes of the letters seen through Latin-1, without the mark.
        String unmarked = new String("ığdır.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(fields(ingest(Zips.of(StandardCharsets.ISO_8859_1, file(unmarked, "Mac'ten."))), "source"))
                .containsExactly("ığdır.txt");
    }

    @Test
    void pathsThatLeadOutAreRefusedAndTheOthersTaken() {
        List<JsonNode> jobs = ingest(Zips.of(
                file("../../etc/passwd.txt", "kaçak 1"), file("/etc/mutlak.txt", "kaçak 2"), file("a/../../b.txt", "kaçak 3"),
                file("C:\\Windows\\c.txt", "kaçak 4"), file("a..b/ok.txt", "Uslu dosya.")));

        assertThat(fields(jobs, "state")).containsExactly("failed", "failed", "failed", "failed", "stored");
        assertThat(fields(jobs.subList(0, 4), "reason")).containsOnly("zip-path");
    }

    @Test
    void bombsAreRefusedWholeAndLeaveNothing() {
        byte[] zeros = new byte[20_000_000];
        assertRefused(Zips.of(file("once.txt", "Bombadan önce gelen."), Map.entry("sifir.txt", zeros)), "zip-bomb");
        assertThat(api.get("/api/ingest").each("jobs", "source")).doesNotContain("once.txt");

        @SuppressWarnings({"unchecked", "rawtypes"})
        Map.Entry<String, byte[]>[] many = new Map.Entry[5_001];
        Arrays.setAll(many, i -> Map.entry(i + ".txt", new byte[0]));
        assertRefused(Zips.of(many), "zip-bomb");

        // Each file by itself would pass: together they are more than 500 MB.
        byte[] large = "Bomba değil, yalnızca uzun bir metin.\n".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[600_000];
        new java.util.Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, large, 0, noise.length);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map.Entry<String, byte[]>[] heavy = new Map.Entry[14];
        Arrays.setAll(heavy, i -> Map.entry(i + ".txt", large));
        assertRefused(Zips.of(heavy), "zip-bomb");
    }

    @Test
    void nestedProtectedBrokenAndEmptyZipsSayWhatTheyAre() {
        byte[] inner = Zips.of(file("ic.txt", "İçteki."));
        assertThat(fields(ingest(Zips.of(Map.entry("ic.zip", inner), file("dis.txt", "Dıştaki."))), "reason"))
                .containsExactly("zip-nested", "null");

        assertRefused(marked(6, 1), "password"); // encrypted
        assertRefused(marked(8, 93), "damaged"); // packed by Zstandard

        byte[] broken = Zips.of(file("bozuk.txt", "Sağlam bir metnin bozuk kopyası. ".repeat(20)));
        broken[60] ^= 0x55;
        assertRefused(broken, "damaged");
        assertRefused(Arrays.copyOf(inner, inner.length - 30), "damaged");
        assertRefused(Zips.of(Map.entry("bos/", new byte[0])), "no-text");
    }

    /** A ZIP whose file has these bits besides, that far into its header; in the central directory two bytes further. */
    private static byte[] marked(int offset, int bits) {
        byte[] zip = Zips.of(file("gizli.txt", "gizli"));
        for (int i = 0; i < zip.length - 12; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 3 || zip[i + 2] == 1)) {
                zip[i + (zip[i + 2] == 3 ? offset : offset + 2)] |= (byte) bits;
            }
        }
        return zip;
    }

    private void assertRefused(byte[] zip, String reason) {
        List<JsonNode> jobs = ingest(zip);

        assertThat(fields(jobs, "state")).containsExactly("failed");
        assertThat(fields(jobs, "reason")).containsExactly(reason);
    }

    private List<JsonNode> ingest(byte[] zip) {
        return api.ingest(Map.entry("belgeler.zip", zip));
    }

    private static List<String> fields(List<JsonNode> jobs, String name) {
        return jobs.stream().map(job -> job.path(name).isNull() ? "null" : job.path(name).asString()).toList();
    }
}

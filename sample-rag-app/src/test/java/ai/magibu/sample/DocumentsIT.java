package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.magibu.sample.Api.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class DocumentsIT {

    private final SampleApp app = SampleApp.shared();
    private final Api api = app.api();

    @Test
    void anUploadBecomesADocumentWithItsTextAndItsFile() {
        JsonNode document = api.ingest(file("şehir planı.md", "# Şehir planı\n\nYeni *parklar* yapılacak.\n"));

        assertThat(document.path("state").asString()).isEqualTo("stored");
        assertThat(document.path("title").asString()).isEqualTo("Şehir planı");
        assertThat(document.path("chunks").asInt()).isEqualTo(1);
        String id = document.path("id").asString();
        assertThat(api.text(id)).contains("Yeni parklar yapılacak.");
        assertThat(api.get("/api/documents/" + id + "/file").status()).isEqualTo(200);
        assertThat(api.found("parklar", "document=" + id)).containsExactly("şehir planı.md");
    }

    @Test
    void theSameNameReplacesAndTheSameContentChangesNothing() {
        String first = api.ingest(file("sürüm.txt", "Eski sürüm: papatya.")).path("id").asString();
        assertThat(outcome(api.upload(file("sürüm.txt", "Eski sürüm: papatya.")))).isEqualTo("unchanged");

        JsonNode second = api.ingest(file("sürüm.txt", "Yeni sürüm: karanfil."));

        assertThat(second.path("id").asString()).isNotEqualTo(first);
        assertThat(api.found("papatya", "mode=text")).doesNotContain("sürüm.txt");
        assertThat(api.found("karanfil", "mode=text")).contains("sürüm.txt");
        assertThat(api.get("/api/documents/" + first + "/text").status()).isEqualTo(404);
    }

    @Test
    void theOldVersionIsFoundUntilTheNewOneIsStored() {
        String id = api.ingest(file("uzun.txt", "Eski sürümde gelincik vardı.")).path("id").asString();
        assertThat(outcome(api.upload(file("uzun.txt", SampleApp.longText(1_500))))).isEqualTo("accepted");
        await().atMost(Duration.ofMinutes(1)).until(() -> api.document("uzun.txt").path("done").asInt() > 0);

        assertThat(api.found("gelincik", "mode=text")).contains("uzun.txt");
        String upload = api.document("uzun.txt").path("id").asString();
        String words = SampleApp.longText(1_500).substring(0, 60);
        assertThat(api.search(words, "k=50").each("passages", "documentId")).as("its stored chunks are hidden").doesNotContain(upload);
        assertThat(api.search(words, "document=" + upload).each("passages", "documentId")).isEmpty();

        cancel("uzun.txt");
        assertThat(api.document("uzun.txt").path("state").asString()).isEqualTo("cancelled");
        assertThat(api.found("gelincik", "mode=text")).contains("uzun.txt");
        await().untilAsserted(() -> assertThat(orphans()).isZero());
        assertThat(api.get("/api/documents/" + id + "/text").status()).isEqualTo(200);
    }

    @Test
    void twentyUploadsAtOnceAreAllStored() {
        api.csrfToken(); // the first answer sets it
        List<CompletableFuture<Reply>> uploads = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.upload(file("aynı-anda-" + i + ".txt", "Belge " + i + " geldi."))))
                .toList();
        assertThat(uploads).allSatisfy(upload -> assertThat(upload.join().status()).isEqualTo(202));
        for (int i = 0; i < 20; i++) {
            assertThat(api.awaitFinished("aynı-anda-" + i + ".txt").path("state").asString()).isEqualTo("stored");
        }
    }

    @Test
    void textAndChunksAreOfOneVersionHoweverManyAreUploadedAtOnce() {
        api.csrfToken();
        List<CompletableFuture<Reply>> uploads = IntStream.range(0, 5)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> api.upload(file("beşli.txt", "Sürüm numarası " + i + "0000 oldu."))))
                .toList();
        uploads.forEach(CompletableFuture::join);
        api.awaitIdle();

        List<JsonNode> rows = api.documents().valueStream().filter(row -> row.path("name").asString().equals("beşli.txt")).toList();
        assertThat(rows).hasSize(1);
        String text = api.text(rows.get(0).path("id").asString());
        assertThat(app.bean(JdbcClient.class)
                .sql("SELECT c.text FROM chunks c JOIN documents d ON d.id = c.document_id WHERE d.name = 'beşli.txt'")
                .query(String.class).list()).containsExactly(text);
    }

    @Test
    void deletedWhileItIsIngestedLeavesNothing() {
        api.upload(file("silinen.txt", SampleApp.longText(1_500)));
        await().atMost(Duration.ofMinutes(1)).until(() -> api.document("silinen.txt").path("done").asInt() > 0);
        String id = api.document("silinen.txt").path("id").asString();

        assertThat(api.remove("/api/documents/" + id).status()).isEqualTo(204);
        assertThat(api.ingest(file("sonraki.txt", "Kuyruk devam ediyor.")).path("state").asString()).isEqualTo("stored");
        assertThat(orphans()).isZero();
        assertThat(api.remove("/api/documents/" + id).code()).isEqualTo("not-found");
    }

    @Test
    void cancelledUploadsCanBeRetriedAndFinishedOnesNot() {
        api.upload(file("iptal.txt", SampleApp.longText(1_500)));
        await().atMost(Duration.ofMinutes(1)).until(() -> !api.document("iptal.txt").path("state").asString().equals("waiting"));
        cancel("iptal.txt");
        JsonNode cancelled = api.document("iptal.txt");
        assertThat(cancelled.path("retryable").asBoolean()).isTrue();

        assertThat(api.post("/api/documents/" + cancelled.path("id").asString() + "/retry").status()).isEqualTo(202);
        JsonNode stored = api.awaitFinished("iptal.txt");
        assertThat(stored.path("state").asString()).isEqualTo("stored");
        assertThat(stored.path("chunks").asInt()).isGreaterThan(50);
        String path = "/api/documents/" + stored.path("id").asString();
        assertThat(api.post(path + "/cancel").code()).isEqualTo("not-running");
        assertThat(api.post(path + "/retry").code()).isEqualTo("not-retryable");
        api.remove(path);
    }

    @Test
    void unreadableFilesFailWithTheirReasonAndTheQueueGoesOn() {
        Map<String, Map.Entry<String, byte[]>> files = Map.of(
                "empty", Map.entry("boş.txt", new byte[0]),
                "no-text", file("boşluk.txt", "\u00A0 \u2028\u200B\n"),
                "damaged", file("bozuk.pdf", "%PDF-1.7 and nothing more"));
        files.forEach((problem, file) -> {
            JsonNode document = api.ingest(file);
            assertThat(document.path("state").asString()).isEqualTo("failed");
            assertThat(document.path("problem").asString()).isEqualTo(problem);
            assertThat(document.path("retryable").asBoolean()).isFalse();
        });
        JsonNode old = api.ingest(Map.entry("eski.txt",
                "Şişli ile Iğdır arasında çığ düştü, ağaçlar söküldü.".getBytes(java.nio.charset.Charset.forName("windows-1254"))));
        assertThat(api.text(old.path("id").asString())).isEqualTo("Şişli ile Iğdır arasında çığ düştü, ağaçlar söküldü.");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "....", "", "a/", "belge.exe", "belge", "belge.zip", "adsız\u202Egpj.exe"})
    void badNamesAreRejectedBeforeTheQueue(String name) {
        Reply reply = api.upload(file(name, "Metin."));

        assertThat(reply.status()).isIn(400, 415);
        assertThat(reply.code()).isIn("bad-name", "unsupported", "bad-request");
    }

    @Test
    void namesLoseFoldersAndInvisibleCharactersAndMayBeLong() {
        for (String name : List.of("../../etc/gizli.txt", "C:\\belgeler\\gizli.txt", "giz\u202Eli.txt", "giz\u00ADli.txt")) {
            assertThat(api.upload(file(name, "Metin: " + name.length())).body().path(0).path("name").asString()).isEqualTo("gizli.txt");
        }
        assertThat(api.ingest(file("ğ".repeat(230) + ".txt", "Uzun adlı.")).path("state").asString()).isEqualTo("stored");
        assertThat(api.upload(file("ğ".repeat(252) + ".txt", "Çok uzun adlı.")).code()).isEqualTo("bad-name");
    }

    private void cancel(String name) {
        assertThat(api.post("/api/documents/" + api.document(name).path("id").asString() + "/cancel").status()).isEqualTo(202);
    }

    private static String outcome(Reply reply) {
        assertThat(reply.status()).isEqualTo(202);
        return reply.body().path(0).path("outcome").asString();
    }

    /** Returns the number of chunks that belong to no stored document. */
    private long orphans() {
        return app.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM chunks LEFT JOIN documents ON documents.id = document_id WHERE state IS DISTINCT FROM 'stored'")
                .query(Long.class).single();
    }
}

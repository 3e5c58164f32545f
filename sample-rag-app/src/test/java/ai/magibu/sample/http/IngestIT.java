package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.magibu.sample.documents.Pdfs;
import ai.magibu.sample.http.Api.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queue, over HTTP: what becomes of a file, whatever it is. */
class IngestIT {

    private static SampleApp app;

    private final Api api = app.api();

    /** One of its own: what it stores would be in the way of other tests' searches. */
    @BeforeAll
    static void start() {
        app = SampleApp.start(SampleApp.temporaryFolder(), "--sample.documents.demo=false");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void filesThatCannotBeReadFailWithAReasonAndWhatToDo() {
        assertFails(Map.entry("bos.txt", new byte[0]), "empty", "0 bytes");
        assertFails(Map.entry("gizli.pdf", Pdfs.of("parola", List.of("gizli"))), "password", "password");
        assertFails(Map.entry("tarama.pdf", Pdfs.of(null, List.of())), "scanned", "ocrmypdf");
        assertFails(file("bozuk.pdf", "%PDF-1.7 ve gerisi yok"), "damaged", "damaged");
        assertFails(Map.entry("program.exe", new byte[] {'M', 'Z', 0}), "unsupported", "PDF");
    }

    private void assertFails(Map.Entry<String, byte[]> file, String reason, String message) {
        JsonNode job = api.ingest(file).get(0);

        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("failed");
        assertThat(job.path("reason").asString()).isEqualTo(reason);
        assertThat(job.path("message").asString()).contains(file.getKey(), message).doesNotContain("Exception");
        assertThat(api.get("/api/documents").each("", "source")).doesNotContain(file.getKey());
    }

    @Test
    void oneFileThatFailsDoesNotKeepTheOthersOut() {
        List<JsonNode> jobs = api.ingest(file("bir.txt", "Birinci belge."), Map.entry("iki.txt", new byte[0]), file("üç.txt", "Üç."));

        assertThat(jobs.stream().map(job -> job.path("state").asString())).containsExactly("stored", "failed", "stored");
        Reply failed = api.get("/api/ingest?state=failed");
        assertThat(failed.each("jobs", "state")).containsOnly("failed");
        assertThat(failed.each("jobs", "source")).contains("iki.txt");
        assertThat(failed.body().path("counts").path("failed").asInt()).isPositive();
    }

    @Test
    void bookOfThreeHundredPagesIsStoredWhole() {
        JsonNode job = api.ingest(Map.entry("kitap.pdf", Pdfs.book(300))).get(0);

        assertThat(job.path("state").asString()).isEqualTo("stored");
        assertThat(job.path("chunksDone").asInt()).isEqualTo(job.path("chunksTotal").asInt()).isGreaterThan(300);
        JsonNode document = api.get("/api/documents/" + job.path("documentId").asString()).body();
        assertThat(document.path("text").asString().split("Cümle ", -1)).hasSize(300 * 40 + 1);
        api.delete(job.path("documentId").asString());
    }

    @Test
    void newestContentOfANameWinsHoweverManyWait() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(api.upload(file("sürüm.txt", "Sürüm numarası " + i + ".")).body().path(0).path("id").asLong());
        }
        ids.forEach(api::awaitFinished);

        assertThat(api.search("Sürüm numarası", 50).body().path("passages").valueStream()
                        .filter(p -> p.path("source").asString().equals("sürüm.txt"))
                        .map(p -> p.path("text").asString()))
                .containsExactly("Sürüm numarası 4.");
    }

    @Test
    void cancelledJobStoresNothingAndCanBeRetried() {
        long id = api.upload(file("vazgec.txt", SampleApp.longText(3_000))).body().path(0).path("id").asLong();
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5)).until(() ->
                api.get("/api/ingest/" + id).body().path("chunksDone").asInt() > 0);

        assertThat(api.remove("/api/ingest/" + id).status()).isEqualTo(204);

        assertThat(api.get("/api/ingest/" + id).body().path("state").asString()).isEqualTo("cancelled");
        api.ingest(file("sonraki.txt", "Vazgeçilenden sonra gelen.")); // the worker is free for the next
        assertThat(api.get("/api/documents").each("", "source")).contains("sonraki.txt").doesNotContain("vazgec.txt");
        assertThat(api.get("/api/ingest/" + id).body().path("state").asString()).isEqualTo("cancelled");

        assertThat(api.post("/api/ingest/" + id + "/retry").status()).isEqualTo(202);
        JsonNode stored = api.awaitFinished(id);
        assertThat(stored.path("state").asString()).isEqualTo("stored");
        assertThat(api.post("/api/ingest/" + id + "/retry").status()).isEqualTo(409);
        assertThat(api.remove("/api/ingest/" + id).status()).isEqualTo(204);
        assertThat(api.get("/api/ingest/" + id).status()).isEqualTo(404);
        assertThat(api.remove("/api/ingest/" + id).status()).isEqualTo(404);
        assertThat(api.get("/api/documents").each("", "source")).as("the document stays").contains("vazgec.txt");
        api.delete(stored.path("documentId").asString());
    }

    @Test
    void whatWasADuplicateIsStoredWhenItsOriginalGetsAnotherContent() {
        String old = "Kum saati doldurulmadan önce üflenen camdır.";
        JsonNode original = api.ingest(file("saat.txt", old)).get(0);
        JsonNode copy = api.ingest(file("saat-2025.txt", old)).get(0);
        assertThat(copy.path("state").asString()).isEqualTo("duplicate");

        api.ingest(file("saat.txt", "Kum saati bir kez çevrilince zamanı ölçer."));

        JsonNode stored = api.awaitFinished(copy.path("id").asLong());
        assertThat(stored.path("state").asString()).isEqualTo("stored");
        assertThat(stored.path("documentId").asString()).isNotEqualTo(original.path("documentId").asString());
        JsonNode document = api.get("/api/documents/" + stored.path("documentId").asString()).body();
        assertThat(document.path("source").asString()).isEqualTo("saat-2025.txt");
        assertThat(document.path("text").asString()).isEqualTo(old);
    }

    @Test
    void olderFileIsNotRetriedOverANewerOne() {
        long old = app.bean(JdbcClient.class)
                .sql("INSERT INTO ingest_jobs (source, size, content, state) VALUES ('harita.txt', 1, ?, 'cancelled') RETURNING id")
                .param("Eski harita.".getBytes(StandardCharsets.UTF_8))
                .query(Long.class)
                .single();
        api.ingest(file("harita.txt", "Yeni harita."));

        Reply retried = api.post("/api/ingest/" + old + "/retry");

        assertThat(retried.status()).isEqualTo(409);
        assertThat(retried.detail()).contains("newer");
        assertThat(api.get("/api/ingest/" + old).body().path("state").asString()).isEqualTo("cancelled");
    }

    @Test
    void pageThatDoesNotReadKeepsNoOtherWaiting_andIsToldOfAllThatItMissed() throws Exception {
        JdbcClient jdbc = app.bean(JdbcClient.class);
        try (Socket stalled = new Socket("127.0.0.1", URI.create(app.url()).getPort())) {
            stalled.setSoTimeout(30_000);
            stalled.getOutputStream().write(
                    "GET /api/ingest/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            BufferedReader slow = new BufferedReader(new InputStreamReader(stalled.getInputStream(), StandardCharsets.UTF_8));
            assertThat(slow.readLine()).contains("200");
            List<JsonNode> events = listen();
            jdbc.sql("""
                            INSERT INTO ingest_jobs (source, size, state, message)
                            SELECT 'taşkın.txt', 1, 'failed', repeat('x', 100000) FROM generate_series(1, 200)""")
                    .update(); // more than the connection takes that nobody reads from
            await().until(() -> events.stream().anyMatch(event -> event.path("source").asString().equals("taşkın.txt")));

            long id = api.upload(file("akıntı.txt", "Akıntıya karşı yüzülür.")).body().path(0).path("id").asLong();
            await().atMost(Duration.ofSeconds(20)).until(() -> isStored(id, events));
            Thread.sleep(11_000); // longer ago than each look at the queue goes back

            assertThat(slow.lines().anyMatch(line -> line.contains("\"id\":" + id + ",") && line.contains("\"stored\""))).isTrue();
        } finally {
            jdbc.sql("DELETE FROM ingest_jobs WHERE source = 'taşkın.txt'").update();
        }
    }

    @Test
    void eventsTellOfEveryStepUpToTheEnd() throws Exception {
        List<JsonNode> events = listen();

        long id = api.upload(file("olay.txt", SampleApp.longText(2_000))).body().path(0).path("id").asLong();

        await().atMost(Duration.ofMinutes(2)).until(() -> isStored(id, events));
        List<JsonNode> steps = events.stream().filter(event -> event.path("id").asLong() == id).toList();
        assertThat(steps.stream().map(step -> step.path("state").asString())).contains("embedding").endsWith("stored");
        assertThat(steps.stream().map(step -> step.path("chunksDone").asInt())).isSorted();
        api.delete(steps.get(steps.size() - 1).path("documentId").asString());
        await().until(() -> events.get(events.size() - 1).path("unfinished").asInt(-1) == 0);
    }

    private static boolean isStored(long id, List<JsonNode> events) {
        return events.stream()
                .anyMatch(event -> event.path("id").asLong() == id && event.path("state").asString().equals("stored"));
    }

    /** What the events say, more and more, from the first on. */
    private List<JsonNode> listen() throws IOException {
        List<JsonNode> events = new CopyOnWriteArrayList<>();
        var connection = URI.create(app.url() + "/api/ingest/events").toURL().openConnection();
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> line.startsWith("data:")).map(line -> line.substring(5))
                        .forEach(data -> events.add(JsonMapper.shared().readTree(data)));
            } catch (IOException | RuntimeException closed) {
                // at the end of the test
            }
        });
        reader.setDaemon(true);
        reader.start();
        await().until(() -> events.stream().anyMatch(event -> event.has("unfinished")));
        return events;
    }

    @Test
    void jobOfAWorkerThatDiedIsTakenUpAndOneThatKillsEveryWorkerFails() {
        JdbcClient jdbc = app.bean(JdbcClient.class);

        assertThat(api.awaitFinished(abandoned(jdbc, "yetim.txt", 1)).path("state").asString()).isEqualTo("stored");

        JsonNode deadly = api.awaitFinished(abandoned(jdbc, "ölümcül.txt", 3));
        assertThat(deadly.path("state").asString()).isEqualTo("failed");
        assertThat(deadly.path("reason").asString()).isEqualTo("internal");
    }

    /** A job as a process leaves it behind that was killed. */
    private static long abandoned(JdbcClient jdbc, String source, int attempts) {
        return jdbc.sql("""
                        INSERT INTO ingest_jobs (source, size, content, state, worker, lease_until, attempts)
                        VALUES (?, 1, ?, 'embedding', gen_random_uuid(), now() - interval '1 second', ?) RETURNING id""")
                .params(source, ("İçerik: " + source).getBytes(StandardCharsets.UTF_8), attempts)
                .query(Long.class)
                .single();
    }

    @Test
    void oddRequestsAreProblems() {
        assertThat(api.get("/api/ingest?state=yok").status()).isEqualTo(400);
        assertThat(api.get("/api/ingest?limit=0").status()).isEqualTo(400);
        assertThat(api.get("/api/ingest/999999").status()).isEqualTo(404);
        assertThat(api.post("/api/ingest/999999/retry").status()).isEqualTo(404);
        assertThat(api.get("/api/ingest/abc").isProblem()).isTrue();
    }
}

package ai.magibu.sample;

import static ai.magibu.sample.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Uploads survive a restart and a crash, and a change of the model. */
class RestartIT {

    private static final Pattern READY = Pattern.compile("Open http://localhost:(\\d+)");

    private final Path data = SampleApp.temporaryFolder();
    private final Path log = data.resolveSibling(data.getFileName() + ".log");

    /** Starts the packaged jar. The second start is under the Turkish locale. */
    @Test
    void aCrashLosesNothing() throws Exception {
        Process first = start("en", "US");
        try {
            Api api = new Api(awaitReady(first));
            api.awaitIdle();
            api.ingest(file("yarım.txt", "Eski sürümde gelincik vardı."));
            api.upload(file("yarım.txt", SampleApp.longText(3_000)));
            api.upload(file("bekleyen.txt", "Sırada bekliyordu."));
            await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20))
                    .until(() -> api.document("yarım.txt").path("done").asInt() > 0);
            assertThat(api.found("gelincik", "mode=text")).contains("yarım.txt");
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = start("tr", "TR");
        try {
            Api api = new Api(awaitReady(second));
            Duration slowest = Duration.ZERO; // also on a database with one session
            while (!api.document("yarım.txt").path("state").asString().equals("stored")) {
                long start = System.nanoTime();
                assertThat(api.search("Van Gölü kışın neden donmuyor?").status()).isEqualTo(200);
                slowest = Collections.max(List.of(slowest, Duration.ofNanos(System.nanoTime() - start)));
            }
            assertThat(slowest).as("a search while a large document is ingested").isLessThan(Duration.ofSeconds(10));
            assertThat(api.awaitFinished("bekleyen.txt").path("state").asString()).isEqualTo("stored");
            JsonNode half = api.document("yarım.txt");
            assertThat(half.path("state").asString()).isEqualTo("stored");
            assertThat(half.path("chunks").asInt()).isGreaterThan(100);
            assertThat(api.documents().size()).isEqualTo(53 + 2);
            assertThat(api.found("gelincik", "mode=text")).isEmpty();
            assertThat(api.found("Van Gölü kışın neden donmuyor?")).contains("van-golu.md");
        } finally {
            second.destroy();
            assertThat(second.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            Files.deleteIfExists(log);
        }
    }

    @Test
    void anotherModelEmbedsEverythingAgain() {
        Path filled = SampleApp.filledFolder();
        try (SampleApp app = SampleApp.start(filled)) {
            app.api().ingest(file("defter.txt", "Defterin kapağı mavidir."));
            app.api().remove("/api/documents/" + app.api().document("van-golu.md").path("id").asString());
        }
        try (SampleApp app = SampleApp.start(filled, "--magibu.embedding.dimensions=128")) {
            assertThat(app.bean(JdbcClient.class).sql("SELECT DISTINCT vector_dims(embedding) FROM chunks").query(Integer.class).list())
                    .containsExactly(128);
            assertThat(app.bean(JdbcClient.class).sql("SELECT (SELECT sum(chunks) FROM documents) - count(*) FROM chunks")
                    .query(Integer.class).single()).isZero();
            assertThat(app.api().found("defter kapağı", "mode=vector")).contains("defter.txt");
            assertThat(app.api().document("van-golu.md").isMissingNode()).as("deleted documents stay deleted").isTrue();
        }
    }

    private Process start(String language, String country) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xmx400m",
                "-Duser.language=" + language, "-Duser.country=" + country, "-jar", System.getProperty("magibu.test.jar")));
        command.addAll(SampleApp.arguments(data));
        Files.deleteIfExists(log);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private String awaitReady(Process process) {
        return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(200)).until(
                () -> {
                    String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8); // may end within a character
                    assertThat(process.isAlive()).as(output).isTrue();
                    Matcher ready = READY.matcher(output);
                    return ready.find() ? "http://127.0.0.1:" + ready.group(1) : "";
                },
                url -> !url.isEmpty());
    }
}

package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The jar as it is shipped: model, documents and page come out of it, and a crash costs no document. */
class PackagedJarIT {

    private static final Pattern READY = Pattern.compile("Open (http://localhost:\\d+)");

    private final Path data = SampleApp.temporaryFolder();
    private List<Long> interrupted = List.of();
    private final Path log = data.resolveSibling(data.getFileName() + ".log");

    /** The second start is under the Turkish locale, where "I" in lower case is "ı". */
    @Test
    void killedApplicationComesUpAgainWithAllItHad() throws Exception {
        int documents;
        Process first = start("en", "US");
        try {
            Api api = new Api(awaitReady(first));
            assertThat(api.get("/api/status").body().path("model").path("demo").asBoolean()).isTrue();
            assertThat(Files.readString(log)).contains("DEMO MODEL", "magibu.embedding.model=");
            api.awaitIdle();
            api.ingest(file("cokme.txt", "Çökmeden önce yazıldı."));
            documents = api.get("/api/documents").body().size();
            assertThat(documents).isGreaterThan(40);

            // Killed while it works on the first of these, and the second waits.
            interrupted = api.upload(file("yarim.txt", SampleApp.longText(3_000)), file("bekleyen.txt", "Sırada bekliyordu."))
                    .body().valueStream().map(job -> job.path("id").asLong()).toList();
            await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(10)).until(
                    () -> api.get("/api/ingest/" + interrupted.get(0)).body().path("chunksDone").asInt() > 0);
        } finally {
            first.destroyForcibly().waitFor(); // its database goes on running, as after a crash
        }
        Process second = start("tr", "TR");
        try {
            Api api = new Api(awaitReady(second));
            assertThat(api.get("/api/documents").each("", "source")).contains("cokme.txt").hasSizeGreaterThanOrEqualTo(documents);
            JsonNode half = api.awaitFinished(interrupted.get(0));
            assertThat(half.path("state").asString()).isEqualTo("stored");
            assertThat(half.path("replaced").asBoolean()).as("whether something of it had been stored").isFalse();
            assertThat(half.path("attempts").asInt()).isEqualTo(2);
            assertThat(api.get("/api/documents/" + half.path("documentId").asString()).body().path("chunks").size())
                    .isEqualTo(half.path("chunksTotal").asInt());
            assertThat(api.awaitFinished(interrupted.get(1)).path("state").asString()).isEqualTo("stored");
            assertThat(api.get("/api/documents").body().size()).isEqualTo(documents + 2);
            assertThat(api.search("Van Gölü kışın neden donmuyor?", 5).each("passages", "source")).contains("van-golu.md");
        } finally {
            second.destroy();
            second.waitFor();
            Files.deleteIfExists(log);
        }
        assertThat(ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse("")))
                .as("database servers left running")
                .noneMatch(command -> command.contains(data.toString()));
    }

    private Process start(String language, String country) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=" + language, "-Duser.country=" + country,
                "-jar", System.getProperty("magibu.test.jar")));
        command.addAll(SampleApp.arguments(data));
        command.add("--sample.ingest.lease=2s");
        Files.deleteIfExists(log);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private String awaitReady(Process process) {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200)).until(
                () -> {
                    String output = Files.readString(log);
                    assertThat(process.isAlive()).as(output).isTrue();
                    Matcher ready = READY.matcher(output);
                    return ready.find() ? ready.group(1).replace("localhost", "127.0.0.1") : "";
                },
                url -> !url.isEmpty());
    }
}

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

/** The jar as it is shipped: model, documents and page come out of it, and a crash costs no document. */
class PackagedJarIT {

    private static final Pattern READY = Pattern.compile("Open (http://localhost:\\d+)");

    private final Path data = SampleApp.temporaryFolder();
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
            assertThat(api.upload(file("cokme.txt", "Çökmeden önce yazıldı.")).status()).isEqualTo(201);
            documents = api.get("/api/documents").body().size();
            assertThat(documents).isGreaterThan(40);
        } finally {
            first.destroyForcibly().waitFor(); // its database goes on running, as after a crash
        }
        Process second = start("tr", "TR");
        try {
            Api api = new Api(awaitReady(second));
            assertThat(api.get("/api/documents").body().size()).isEqualTo(documents);
            assertThat(api.search("Ne zaman yazıldı?", 50).each("passages", "source")).contains("cokme.txt");
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

package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application of the second tutorial starts and finds its documents, with the demonstration model of the sample. */
class FirstRagIT {

    @TempDir
    private Path folder;

    @Test
    void theApplicationFindsItsDocuments() throws Exception {
        Program program = new Program("docs/tutorial/first-rag.md", folder);
        Files.writeString(
                folder.resolve("application.yml"), Program.blocks("docs/tutorial/first-rag.md", "yaml").get(0).text());
        int port = freePort();
        Process application = program.start(
                "example.RagApplication",
                "--server.port=" + port,
                "--magibu.embedding.model=" + Program.MODEL,
                "--magibu.dev-postgres.kind=" + System.getProperty("magibu.test.database", "auto"),
                "--magibu.dev-postgres.directory=" + folder.resolve("postgres"));
        try {
            String question = URLEncoder.encode("Göl neden donmuyor?", StandardCharsets.UTF_8);
            String answer = answer(application, URI.create("http://localhost:" + port + "/search?q=" + question), program);
            assertThat(answer).startsWith("[\"Van Gölü'nün suyu sodalıdır. Bu yüzden göl kışın donmaz.\",");
            assertThat(program.output()).doesNotContain(" ERROR ", "Could not find a valid Docker environment");
        } finally {
            application.destroy();
            application.waitFor();
        }
    }

    /** Waits until the application has stored its documents. */
    private static String answer(Process application, URI address, Program program) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (Instant end = Instant.now().plus(Duration.ofMinutes(3)); Instant.now().isBefore(end); Thread.sleep(300)) {
            assertThat(application.isAlive()).as(program.output()).isTrue();
            try {
                HttpRequest request = HttpRequest.newBuilder(address).build();
                String body = client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
                if (body.startsWith("[\"")) {
                    return body;
                }
            } catch (IOException e) { // not started yet
                continue;
            }
        }
        throw new AssertionError(program.output());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

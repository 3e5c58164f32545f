package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.TinyModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, as a user runs it. */
class JarIT {

    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

    @TempDir
    private Path folder;

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", System.getProperty("server.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAGIBU_") || name.equals("PORT"));
        return builder.start();
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    private String end(Process process) throws Exception {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        return Files.readString(log());
    }

    @Test
    void startsWithAModelAndAPort_andEndsWithSigterm() throws Exception {
        Process process = start("--model", TinyModel.folder().toString(), "--port", "0",
                "--magibu.embedding.cache-directory=" + TinyModel.cacheDirectory(), "--logging.structured.format.console=ecs");
        try {
            int port = 0;
            for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2); port == 0 && System.nanoTime() < end; Thread.sleep(100)) {
                Matcher started = PORT.matcher(Files.readString(log()));
                port = started.find() ? Integer.parseInt(started.group(1)) : 0;
            }
            HttpResponse<String> answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/embeddings"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"input\":\"Ankara\",\"model\":\"magibu-tiny-model\"}"))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } finally {
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(Files.readString(log()))
                .contains("\"path\":\"/v1/embeddings\"", "\"status\":200", "\"texts\":1", "Commencing graceful shutdown")
                .doesNotContain("Ankara");
    }

    @Test
    void withoutAModel_saysWhatToDo() throws Exception {
        assertThat(end(start())).contains("No model is set.", "--model alibayram/embeddingmagibu-200m", "MAGIBU_MODEL")
                .doesNotContain("\tat ");
    }

    @Test
    void optionWithoutAValue_isRejected() throws Exception {
        assertThat(end(start("--model"))).contains("The option --model has no value.").doesNotContain("\tat ");
    }

    @Test
    void invalidSetting_isNamed_withoutAStackTrace() throws Exception {
        String model = TinyModel.folder().toString();

        assertThat(end(start("--model", model, "--magibu.server.max-texts=0")))
                .contains("magibu.server.max-texts is 0, not 1 or more")
                .doesNotContain("\tat ");
        assertThat(end(start("--model", model, "--magibu.server.api-key=secret")))
                .contains("Unknown settings: magibu.server.api-key.")
                .doesNotContain("\tat ", "secret");
        assertThat(end(start("--model", model, "--port", "99999")))
                .contains("The port is \"99999\", not from 0 to 65535.")
                .doesNotContain("\tat ");
        assertThat(end(start("--model", model, "--magibu.server.default-prompt=nothing", "--port=0")))
                .contains("magibu.server.default-prompt is invalid: the model has no prompt \"nothing\"; its prompts are")
                .doesNotContain("\tat ");
    }
}

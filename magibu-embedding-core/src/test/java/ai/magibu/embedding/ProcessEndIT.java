package ai.magibu.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that a signal ends while the model runs. */
class ProcessEndIT {

    private static final int ENDED_BY_SIGTERM = 128 + 15;

    @TempDir
    private static Path cache;

    @TempDir
    private Path workingDirectory;

    @RepeatedTest(4) // it is a matter of moments: without the environment held, one in four crashed
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no signals to end by")
    void endsInsteadOfCrashing() throws Exception {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName(),
                Models.directory("long").toAbsolutePath().toString(),
                cache.toString())
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            assertThat(output.lines().anyMatch("running"::equals)).isTrue();
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
        } finally {
            process.destroyForcibly();
        }
    }

    static final class Application {

        private static final List<String> TEXTS =
                Collections.nCopies(20, "Sözleşmenin feshi hâlinde taraflar bildirimde bulunur. ".repeat(200));

        private Application() {}

        public static void main(String[] args) {
            MagibuEmbedder embedder =
                    MagibuEmbedder.builder().model(Path.of(args[0])).cacheDirectory(Path.of(args[1])).device(Device.CPU).load();
            embedder.encode(TEXTS);
            for (int i = 0; i < 4; i++) {
                new Thread(() -> {
                    while (true) {
                        embedder.encode(TEXTS);
                    }
                })
                        .start();
            }
            System.out.println("running");
        }
    }
}

package ai.magibu.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.magibu.embedding.api.Device;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Virtual threads that embed leave their carrier to others. Needs a JDK from 21 on: the one that runs the tests, what the
 * environment variable {@code MAGIBU_TEST_JDK} names, or one in the same folder.
 */
class VirtualThreadsIT {

    @TempDir
    private Path folder;

    @Test
    void otherVirtualThreadsProceedWhileALongTextIsEmbedded() throws Exception {
        Optional<Path> java = javaWithVirtualThreads();
        assumeThat(java).as("a JDK from 21 on; set MAGIBU_TEST_JDK").isPresent();
        Path model = Models.copy("long", folder.resolve("model"));
        Files.writeString(model.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 4000}");
        Process process = new ProcessBuilder(
                java.get().toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName(),
                model.toString(),
                folder.resolve("cache").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("tokens: 3");
        String progress = output.lines().filter(line -> line.startsWith("progress: ")).findFirst().orElse(output);
        assertThat(Integer.parseInt(progress.substring(10))).isGreaterThan(5);
    }

    private static Optional<Path> javaWithVirtualThreads() throws IOException {
        Path own = Path.of(System.getProperty("java.home"));
        if (Runtime.version().feature() >= 21) {
            return Optional.of(own.resolve("bin").resolve("java"));
        }
        String configured = System.getenv("MAGIBU_TEST_JDK");
        if (configured != null) {
            return Optional.of(Path.of(configured, "bin", "java"));
        }
        Path parent = own.toRealPath().getParent();
        try (Stream<Path> neighbors = parent == null ? Stream.empty() : Files.list(parent)) {
            return neighbors.filter(VirtualThreadsIT::isRecent)
                    .map(home -> home.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    /** By the line {@code JAVA_VERSION="25.0.1"} of the file that every JDK has. */
    private static boolean isRecent(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.matches("JAVA_VERSION=\"\\d+[^\"]*\""))
                    .anyMatch(line -> Integer.parseInt(line.replaceAll("\\D*(\\d+).*", "$1")) >= 21);
        } catch (IOException e) {
            return false;
        }
    }

    /** One virtual thread embeds; another counts how often it gets the only carrier meanwhile. */
    static final class Application {

        private Application() {}

        public static void main(String[] args) throws Exception {
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class); // compiled for Java 17
            try (MagibuEmbedder embedder = MagibuEmbedder.builder()
                    .model(Path.of(args[0]))
                    .cacheDirectory(Path.of(args[1]))
                    .device(Device.CPU)
                    .threads(1)
                    .load()) {
                String text = "Sözleşmenin feshi hâlinde taraflar bildirimde bulunur. ".repeat(340);
                System.out.println("tokens: " + embedder.countTokens(text));
                AtomicBoolean embeds = new AtomicBoolean(true);
                AtomicInteger progress = new AtomicInteger();
                Thread caller = (Thread) start.invoke(null, (Runnable) () -> {
                    for (int i = 0; i < 10; i++) {
                        embedder.encode(text);
                    }
                    embeds.set(false);
                });
                Thread other = (Thread) start.invoke(null, (Runnable) () -> {
                    while (embeds.get()) {
                        progress.incrementAndGet();
                        try {
                            Thread.sleep(1);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                });
                caller.join();
                other.join();
                System.out.println("progress: " + progress);
            }
        }
    }
}

package ai.magibu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.it.hub.TestHub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several at once download once. */
class HubConcurrencyTest {

    @TempDir
    Path cache;

    private final TestHub hub = new TestHub().add("owner/tiny", TestHub.COMMIT, TinyRepository.files());

    @AfterEach
    void stop() {
        hub.close();
    }

    private void assertEachBlobWasFetchedOnce() {
        List<String> fetched = hub.requests().stream()
                .filter(request -> request.method().equals("GET") && request.path().startsWith("/blob/"))
                .map(TestHub.Request::path)
                .toList();
        assertThat(fetched).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void threads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<HubSnapshot>> models = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                models.add(threads.submit(() -> TinyRepository.download(new Hub(HubSettings.of(hub.environment(cache))), "owner/tiny")));
            }
            for (Future<HubSnapshot> model : models) {
                assertThat(TestHub.files(model.get().folder())).hasSize(12);
            }
        } finally {
            threads.shutdownNow();
        }
        assertEachBlobWasFetchedOnce();
    }

    @Test
    void processes() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Resolve.class.getName())
                    .redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("HF_") || name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
            builder.environment().put("HF_ENDPOINT", hub.address());
            builder.environment().put("HF_HOME", cache.toString());
            processes.add(builder.start());
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains(TestHub.COMMIT);
        }
        assertEachBlobWasFetchedOnce();
        try (Stream<Path> blobs = Files.list(cache.resolve("hub/models--owner--tiny/blobs"))) {
            assertThat(blobs.map(blob -> blob.getFileName().toString())).allMatch(name -> name.matches("[0-9a-f]{40,64}"));
        }
    }

    static final class Resolve {
        public static void main(String[] arguments) {
            System.out.println(TinyRepository.download(new Hub(HubSettings.fromEnvironment()), "owner/tiny"));
        }
    }
}

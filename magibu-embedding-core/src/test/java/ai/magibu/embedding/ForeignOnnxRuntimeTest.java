package ai.magibu.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.InferenceException;
import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other code of the application has started ONNX Runtime before. In a process of its own, for that cannot be undone. */
class ForeignOnnxRuntimeTest {

    @TempDir
    private Path cache;

    @Test
    void isSaidWithTheWayOut() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        Models.directory("tiny").toString(),
                        cache.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output.lines().filter(line -> line.startsWith("refused: ")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("already exists", "load the embedder before other code"));
    }

    static final class Application {

        private Application() {}

        public static void main(String[] args) {
            OrtEnvironment.getEnvironment();
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    MagibuEmbedder.builder().model(Path.of(args[0])).cacheDirectory(Path.of(args[1])).device(Device.CPU).load().close();
                } catch (InferenceException e) {
                    System.out.println("refused: " + e.getMessage());
                }
            }
        }
    }
}

package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start on a machine without CUDA is no reason for a warning. */
class QuietStartIT {

    @TempDir
    private Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu"})
    void startOnTheCpu_warnsOfNothing(String device) throws Exception {
        String output = new ChildJvm()
                .run(
                        PlainApplication.class,
                        0,
                        Stream.concat(Stream.of(TinyModel.settings(cache)), Stream.of("--magibu.embedding.device=" + device))
                                .toArray(String[]::new));

        assertThat(output).contains("dimension: 96");
        assertThat(output.lines().filter(line -> line.contains("WARN") || line.contains("ERROR"))).isEmpty();
    }
}

package ai.magibu.embedding.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damage to a model's files ends or blocks the JVM, or gives wrong vectors. */
class FuzzIT {

    @TempDir
    Path work;

    @Test
    void damagedModelsAreRejectedOrSound() throws IOException, InterruptedException {
        FuzzRun run = new FuzzRun(Path.of("src/test/resources/models"), 12, work, null);
        run.run(0, 250, "en");
        run.run(250, 500, "tr");
        assertThat(run.faults()).isEmpty();
        assertThat(run.counts()).containsKeys("loaded sound", "rejected ModelFormatException", "rejected UnsupportedModelException");
    }
}

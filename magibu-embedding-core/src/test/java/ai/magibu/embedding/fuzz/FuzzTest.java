package ai.magibu.embedding.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damage to a model's files ends or blocks the JVM, or gives wrong vectors. */
@Tag("locale")
class FuzzTest {

    @TempDir
    Path work;

    /** 500 mutants, half of them in the run under the Turkish locale. */
    @Test
    void damagedModelsAreRejectedOrSound() throws IOException, InterruptedException {
        FuzzRun run = new FuzzRun(Path.of("src/test/resources/models"), 12, work, null);
        boolean turkish = Locale.getDefault().getLanguage().equals("tr");
        run.run(turkish ? 250 : 0, turkish ? 500 : 250);
        assertThat(run.faults()).isEmpty();
        assertThat(run.counts()).containsKeys("loaded sound", "rejected ModelFormatException", "rejected UnsupportedModelException");
    }
}

package ai.magibu.it.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link Measurements} with an exported model in a ZIP file. Not part of the tests; CONTRIBUTING.md has the command. */
class MeasurementsCheck {

    private static final Path MODEL = Path.of(System.getProperty("measured.model", "missing"));

    @TempDir
    Path folder;

    @Test
    void killsAtTwentyMoments() throws Exception {
        run("local-cluster[2,1,1024]", "kills", "20", Files.createTempDirectory(folder, "work").toString());
    }

    @Test
    void memoryOfAnExecutor() throws Exception {
        run("local-cluster[1,2,1024]", "memory", System.getProperty("measured.minutes", "30"));
    }

    @Test
    void timeUntilACancelledJobHasEnded() throws Exception {
        run("local[2]", "cancel");
    }

    private void run(String master, String... arguments) throws Exception {
        SparkSubmit.Result result = new SparkSubmit("3.5", folder, MODEL).run(master, Measurements.class, arguments);
        result.output().forEach(System.out::println);
        assertThat(result.status()).as(result.log()).isZero();
    }
}

package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged jar on the small model without peers, and does not check the speed. */
class CompareIT {

    private static final Path JAR = Path.of(System.getProperty("benchmarks.jar"));

    @TempDir
    private Path folder;

    @Test
    void compare_measuresRowsOneAtATimeAndWritesTableAndChart() throws Exception {
        Path out = folder.resolve("out");

        assertThat(compare(out, "--rows", "W1,GEMM", "--runs", "2")).isZero();
        assertThat(compare(out, "--rows", "W3,W4,BATCH,CALLERS", "--runs", "1", "--precision", "fp32", "--append")).isZero();

        Results results = Results.read(out.resolve("results.json"));
        assertThat(results).isNotNull();
        assertThat(results.sittings())
                .extracting(Results.Sitting::work)
                .as("W4 is longer than the model takes")
                .containsExactly("W1", "GEMM", "W3", "BATCH-1", "BATCH-2", "BATCH-4", "BATCH-8", "BATCH-16", "CALLERS");
        Results.Sitting queries = results.sittings().get(0);
        assertThat(queries.tokens()).isEqualTo(21 * 16);
        assertThat(queries.contenders()).extracting(Results.Contender::name).containsExactly("magibu fp32", "magibu int8");
        assertThat(queries.contenders()).allSatisfy(contender -> {
            assertThat(contender.note()).isNull();
            assertThat(contender.rounds()).hasSize(2).allMatch(seconds -> seconds > 0);
            assertThat(contender.loads()).as("each round is a new process").hasSize(2).doesNotHaveDuplicates();
            assertThat(contender.leastCosine()).isGreaterThan(0.999);
            assertThat(contender.weightBytes()).isPositive();
        });
        assertThat(results.sittings().get(8).contenders())
                .extracting(Results.Contender::name)
                .containsExactly(
                        "magibu fp32, one after another", "magibu fp32, 16 callers", "magibu fp32, 16 callers that share batches");
        assertThat(results.sittings().get(8).contenders())
                .allSatisfy(contender -> assertThat(contender.leastCosine()).isGreaterThan(0.9999));
        assertThat(Files.readString(out.resolve("table.md")))
                .contains("| one query of 16 tokens | magibu int8 | 2 |", "16 callers, queries", "| magibu fp32 | ");
        assertThat(Files.readString(out.resolve("batch.svg"))).contains("<svg");
    }

    @Test
    void peerThatIsNotThere_isReportedAndTheOthersGoOn() throws Exception {
        Path out = folder.resolve("out");

        assertThat(compare(out, "--rows", "W1", "--runs", "1", "--precision", "fp32", "--peers", "sentence-transformers", "--python",
                folder.resolve("no-python").toString()))
                .isZero();

        assertThat(Files.readString(out.resolve("table.md")))
                .contains("| one query of 16 tokens | magibu fp32 | 1 |")
                .containsPattern("\\| sentence-transformers \\| 0 \\| .*cannot be started");
    }

    private int compare(Path out, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Duser.language=tr", "-jar", JAR.toString()));
        command.addAll(List.of("compare", "--model", TinyModel.folder().toString(), "--out", out.toString()));
        command.addAll(List.of("--prepared", Path.of("target/prepared").toAbsolutePath().toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}

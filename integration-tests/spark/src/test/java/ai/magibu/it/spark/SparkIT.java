package ai.magibu.it.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.magibu.embedding.ModelExporter;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.test.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The published jar on Spark: two executors of a local cluster that get the jar and the exported model as on a real one. */
class SparkIT {

    private static final String[] VERSIONS = System.getProperty("spark.versions").split(",");
    private static final String OLDEST = "3.5";
    private static final Path GOLDEN = Path.of("../../magibu-embedding-core/src/test/resources/models/tiny/golden.json");

    @TempDir
    private static Path folder;

    private static Path archive;

    @BeforeAll
    static void exportTheModel() {
        Path exported = folder.resolve("exported");
        ModelExporter.export(TinyModel.folder(), Precision.FP32, exported);
        archive = folder.resolve("model.zip");
        ToolProvider.findFirst("jar").orElseThrow()
                .run(System.out, System.err, "--create", "--no-manifest", "--file", archive.toString(), "-C", exported.toString(), ".");
        assertThat(archive).isNotEmptyFile();
    }

    private static SparkSubmit sparkSubmit(String version) throws Exception {
        return new SparkSubmit(version, Files.createTempDirectory(folder, version), archive);
    }

    @TestFactory
    Stream<DynamicTest> everyCheckPasses() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String version : VERSIONS) {
            List<String> arguments = new ArrayList<>(List.of(Files.createTempDirectory(folder, "work").toString(),
                    TinyModel.folder().toString(), GOLDEN.toAbsolutePath().normalize().toString()));
            if (version.equals(OLDEST)) {
                arguments.add("kill");
            }
            SparkSubmit.Result result = sparkSubmit(version).run("local-cluster[2,1,1024]", SparkChecks.class, arguments.toArray(String[]::new));
            String output = String.join("\n", result.output());
            result.output().stream().filter(line -> line.matches("(PASSED|FAILED) .*")).forEach(line -> tests.add(dynamicTest(
                    version + ": " + line.substring(7), () -> assertThat(line).as(output).startsWith("PASSED"))));
            tests.add(dynamicTest(version + ": the program ends", () -> assertThat(result.status()).as(output + result.log()).isZero()));
        }
        return tests.stream();
    }

    @Test
    void anInterruptedStreamWritesEveryRowOnce() throws Exception {
        SparkSubmit sparkSubmit = sparkSubmit(OLDEST);
        String work = Files.createTempDirectory(folder, "stream").toString();

        SparkSubmit.Result first = sparkSubmit.run("local[2]", EmbedNewFiles.class, work, "1");
        SparkSubmit.Result second = sparkSubmit.run("local[2]", EmbedNewFiles.class, work, "-1");

        assertThat(first.status()).as(first.log()).isEqualTo(137);
        assertThat(first.output()).containsExactly("BATCH 0", "BATCH 1");
        assertThat(second.status()).as(second.log()).isZero();
        assertThat(second.output()).endsWith("BATCH 3", "RESULT 300 300 300").doesNotContain("BATCH 0", "BATCH 1");
    }
}

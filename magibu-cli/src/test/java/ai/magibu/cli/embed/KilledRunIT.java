package ai.magibu.cli.embed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code embed} in the packaged jar, killed and continued: the file is that of an uninterrupted run, byte for byte. */
class KilledRunIT {

    private static final int TEXTS = 12_000;
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    private Path jar;
    private final Random random = new Random(11);

    @BeforeEach
    void files() throws Exception {
        jar = Files.copy(Path.of(System.getProperty("cli.jar")), folder.resolve("magibu-cli.jar"));
        Path duckDb =
                Path.of(DriverManager.getDriver("jdbc:duckdb:").getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(duckDb, folder.resolve(duckDb.getFileName()));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            boolean bad = i % 97 == 3;
            boolean tooLong = i % 1009 == 40;
            lines.add(bad ? "oops"
                    : "{\"id\":" + i + ",\"text\":\"" + (tooLong ? "uzun ".repeat(400) : "metin kedi ".repeat(1 + i % 3) + i) + "\"}");
        }
        Files.write(folder.resolve("in.jsonl"), lines);
    }

    @ParameterizedTest
    @CsvSource({"out.jsonl, 1400000", "out.npy, 450000", "out.parquet, 1400000"})
    void fileIsThatOfAnUninterruptedRun(String name, int mostBytes) throws Exception {
        Path whole = folder.resolve("whole-" + name);
        assertThat(embed(whole, "whole-bad").waitFor(120, TimeUnit.SECONDS)).isTrue();
        Path out = folder.resolve(name);
        Path growing = folder.resolve(name.endsWith(".parquet") ? name + ".part" : name);
        for (int i = 0; i < KILLS; i++) {
            Process process = embed(out, "bad", "--resume");
            long enough = size(growing) + 1 + random.nextInt(mostBytes);
            while (process.isAlive() && size(growing) < enough) {
                Thread.sleep(5);
            }
            process.destroyForcibly().waitFor();
        }
        assertThat(size(growing)).as("the runs have been killed in their work").isPositive();

        Process last = embed(out, "bad", "--resume");
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();

        assertThat(last.exitValue()).isZero();
        assertThat(out).hasSameBinaryContentAs(whole);
        assertThat(folder.resolve("bad")).hasSameBinaryContentAs(folder.resolve("whole-bad"));
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Process embed(Path out, String badLines, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "embed", "--model", Cli.MODEL, "--cache",
                Path.of(Cli.CACHE).toAbsolutePath().toString(), "--device", "cpu", "--on-too-long", "fail", "--input",
                folder.resolve("in.jsonl").toString(), "--output", out.toString(), "--skip-bad", folder.resolve(badLines).toString()));
        command.addAll(Arrays.asList(options));
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("stderr").toFile())).start();
    }
}

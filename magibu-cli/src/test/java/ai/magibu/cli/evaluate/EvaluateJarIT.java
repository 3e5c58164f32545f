package ai.magibu.cli.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} in the packaged jar. */
class EvaluateJarIT {

    private static final Path JAR = Path.of(System.getProperty("cli.jar"));

    @TempDir
    private Path folder;

    @Test
    void runsThatAreKilledAtAnyMomentLeadToTheResultOfAnUninterruptedRun() throws Exception {
        data();
        assertThat(evaluate(JAR, "whole").waitFor(120, TimeUnit.SECONDS)).isTrue();
        Map<Path, String> finished = new HashMap<>();
        Random random = new Random(7);
        int kills = 0;
        for (int tasks = 0; tasks < 3; tasks++) {
            Process process = evaluate(JAR, "killed");
            while (process.isAlive() && finishedTasks("killed") < tasks) {
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(200));
            kills += process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
            Map<Path, String> now = results("killed");
            assertThat(now).as("no finished task is computed again").containsAllEntriesOf(finished);
            finished = now;
        }
        assertThat(kills).isGreaterThan(1);
        assertThat(evaluate(JAR, "killed").waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(results("killed")).containsAllEntriesOf(finished);
        assertThat(scores(results("killed"))).isEqualTo(scores(results("whole")));
    }

    @Test
    void parquetFilesNeedDuckDbBesideTheJar() throws Exception {
        parquet();
        Path alone = Files.copy(JAR, folder.resolve("magibu-cli.jar"));
        Process without = evaluate(alone, "out", "--tasks", "STSbTR");
        String message = new String(without.getErrorStream().readAllBytes(), UTF_8);
        assertThat(without.waitFor()).isEqualTo(1);
        assertThat(message.lines()).singleElement().asString().contains("test-00000-of-00001.parquet", "org.duckdb:duckdb_jdbc");

        Path duckDb =
                Path.of(DriverManager.getDriver("jdbc:duckdb:").getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(duckDb, folder.resolve(duckDb.getFileName()));
        Process with = evaluate(alone, "out", "--tasks", "STSbTR");
        String error = new String(with.getErrorStream().readAllBytes(), UTF_8);
        assertThat(with.waitFor()).as(error).isZero();
        assertThat(results("out")).isNotEmpty();
    }

    private Process evaluate(Path jar, String output, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Duser.language=tr", "-jar", jar.toString(), "evaluate", "--model", Cli.MODEL, "--cache",
                Path.of(Cli.CACHE).toAbsolutePath().toString(), "--data", folder.resolve("data").toString(), "--output",
                folder.resolve(output).toString()));
        command.addAll(options.length > 0 ? List.of(options) : List.of("--tasks", "STSbTR,XQuADRetrieval,TurkishIronyClassification"));
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private void data() throws IOException {
        write("stsb-tr/test.jsonl", lines(800, i -> "{\"sentence1\": \"" + words(i) + "\", \"sentence2\": \"" + words(i + 3)
                + "\", \"score\": " + i % 6 + "}"));
        write("irony-tr/test.jsonl", lines(400, i -> "{\"text\": \"" + words(5 * i) + "\", \"label\": " + i % 2 + "}"));
        write("xquad/xquad.tr/validation.jsonl", lines(600, i -> "{\"id\": \"q" + i + "\", \"context\": \"" + words(i / 2)
                + "\", \"question\": \"" + words(9 * i) + "?\", \"answers\": {\"text\": [\"a\"], \"answer_start\": [0]}}"));
    }

    private void parquet() throws IOException, SQLException {
        Path data = Files.createDirectories(folder.resolve("data/stsb-tr/data"));
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (SELECT 'cümle ' || i AS sentence1, 'cümle ' || (i + i % 7) AS sentence2, (i % 6)::FLOAT AS score "
                    + "FROM range(50) t(i)) TO '" + data.resolve("test-00000-of-00001.parquet") + "' (FORMAT PARQUET)");
        }
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve("data").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String words(int number) {
        return "ev " + number + " kedi ve köpek ".repeat(1 + number % 5) + number * 31 % 101;
    }

    /** The finished tasks, by file. */
    private Map<Path, String> results(String output) throws IOException {
        Path results = folder.resolve(output).resolve("results");
        if (!Files.exists(results)) {
            return Map.of();
        }
        Map<Path, String> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                found.put(results.relativize(file), Files.readString(file));
            }
        }
        return found;
    }

    /** The number of tasks that a running process has finished; −1 before it writes anything. */
    private int finishedTasks(String output) throws IOException {
        try {
            return Files.exists(folder.resolve(output)) ? results(output).size() : -1;
        } catch (UncheckedIOException | NoSuchFileException e) {
            return -1; // a file got its final name meanwhile
        }
    }

    private static Map<Path, Object> scores(Map<Path, String> results) throws IOException {
        Map<Path, Object> scores = new HashMap<>();
        for (Map.Entry<Path, String> result : results.entrySet()) {
            // nAUC is not defined if all queries have the same value.
            String json = result.getValue().replace(": NaN", " : null").replace(" : NaN", " : null");
            scores.put(result.getKey(), Cli.JSON.readTree(json).path("scores"));
        }
        return scores;
    }
}

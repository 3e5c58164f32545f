package ai.magibu.cli.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that were stopped and continued, and bad lines that are skipped. */
class ResumeIT {

    @TempDir
    private Path folder;

    private Path in;
    private Path out;
    private Path bad;

    @BeforeEach
    void names() {
        in = folder.resolve("in.jsonl");
        out = folder.resolve("out.jsonl");
        bad = folder.resolve("bad.jsonl");
    }

    private Cli.Result run(String command, String... options) {
        return Cli.run(Stream.concat(
                Stream.of(
                        command, "--model", Cli.MODEL, "--cache", Cli.CACHE, "--device", "cpu",
                        "--dimensions", "4", "--input", in.toString(), "--output", out.toString()),
                Arrays.stream(options))
                .toArray(String[]::new));
    }

    private void input(String... lines) throws IOException {
        Files.write(in, List.of(lines));
    }

    /** Vectors of one text differ by rounding when it runs in another batch. */
    private static List<String> withoutVectors(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = Cli.JSON.readTree(line);
            assertThat(json.get("embedding")).hasSize(4);
            lines.add(line.replaceAll("\"embedding\":\\[[^]]*]", ""));
        }
        return lines;
    }

    // resume

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 1000, Integer.MAX_VALUE})
    void stoppedRunContinuesWhereItWas(int bytesLeft) throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}", "{\"text\":\"iki\"}", "{\"id\":\"üç\",\"text\":\"üç\"}", "{\"id\":null,\"text\":\"dört\"}",
                "");
        assertThat(run("embed").status()).isZero();
        byte[] bytes = Files.readAllBytes(out);
        Files.write(out, Arrays.copyOf(bytes, Math.min(bytesLeft, bytes.length)));

        Cli.Result result = run("embed", "--resume");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(out).hasBinaryContent(bytes);
    }

    @Test
    void everyPlaceToStopIsFine() throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}", "{\"id\":2,\"text\":\"iki\"}", "{\"id\":3,\"text\":\"üç\"}");
        run("embed");
        byte[] bytes = Files.readAllBytes(out);
        for (int left = 0; left < bytes.length; left += 17) {
            Files.write(out, Arrays.copyOf(bytes, left));
            assertThat(run("embed", "--resume").status()).isZero();
            assertThat(out).as("stopped after %d bytes", left).hasBinaryContent(bytes);
        }
    }

    /** The last bits of a vector may depend on its group: 256 texts. */
    @Test
    void wholeGroupsAreNotEmbeddedAgainAndTheRestIs() throws IOException {
        input(IntStream.range(0, 300).mapToObj(i -> "{\"id\":" + i + ",\"text\":\"metin " + i + "\"}").toArray(String[]::new));
        assertThat(run("embed").status()).isZero();
        List<String> whole = Files.readAllLines(out);
        List<String> stopped = new ArrayList<>(whole.subList(0, 270));
        stopped.set(0, marked(whole.get(0)));
        stopped.set(256, marked(whole.get(256)));
        Files.write(out, stopped);

        assertThat(run("embed", "--resume").status()).isZero();

        List<String> expected = new ArrayList<>(whole);
        expected.set(0, marked(whole.get(0)));
        assertThat(Files.readAllLines(out)).isEqualTo(expected);
    }

    private static String marked(String line) {
        return line.replaceAll("\\[[^]]*]", "[9,9,9,9]");
    }

    @Test
    void rejectedTextsCountInTheirGroup() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            lines.add("{\"id\":" + i + ",\"text\":\"" + (i % 50 == 7 ? "uzun ".repeat(1000) : "metin " + i) + "\"}");
        }
        input(lines.toArray(String[]::new));
        String[] options = {"--skip-bad", bad.toString(), "--on-too-long", "fail"};
        assertThat(run("embed", options).status()).isZero();
        byte[] whole = Files.readAllBytes(out);
        List<String> listed = Files.readAllLines(bad);
        List<String> rows = Files.readAllLines(out);
        for (int left : List.of(1, 249, 250, 251, 260, 500, 501, 588)) {
            Files.write(out, rows.subList(0, left));
            // The list of a stopped run has the bad lines before its last row at least.
            int last = Integer.parseInt(rows.get(left - 1).replaceAll("\\{\"id\":(\\d+),.*", "$1"));
            Files.write(bad, listed.subList(0, (int) IntStream.range(0, last).filter(i -> i % 50 == 7).count()));
            String[] again = {"--resume", "--skip-bad", bad.toString(), "--on-too-long", "fail"};
            assertThat(run("embed", again).status()).isZero();
            assertThat(out).as("%d rows left", left).hasBinaryContent(whole);
            assertThat(Files.readAllLines(bad)).isEqualTo(listed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.npy", "out.jsonl", "out.parquet.part"})
    void outputOfAnotherPromptIsRejected(String name) throws IOException {
        input("{\"text\":\"Bugün hava çok güzel.\"}", "{\"text\":\"Yarın kar yağacak.\"}");
        out = folder.resolve(name);
        assertThat(run("embed", "--prompt", "query", "--output-format", name.endsWith(".npy") ? "npy" : "jsonl").status()).isZero();
        byte[] bytes = Files.readAllBytes(out);
        Path continued = folder.resolve(name.replace(".part", ""));
        out = continued;

        Cli.Result result = run("embed", "--prompt", "document", "--resume");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("does not belong to this run", "another embedding");
        assertThat(folder.resolve(name)).hasBinaryContent(bytes);
    }

    @Test
    void npyOfOtherDimensionsIsRejected() throws IOException {
        input("{\"text\":\"bir\"}");
        out = folder.resolve("out.npy");
        assertThat(run("embed").status()).isZero();
        byte[] bytes = Files.readAllBytes(out);
        Cli.Result result = Cli.run("embed", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--input", in.toString(), "--output",
                out.toString(), "--dimensions", "8", "--resume");
        assertThat(result.err()).contains("its embeddings have 4 dimensions, and those of this run 8");
        assertThat(out).hasBinaryContent(bytes);
    }

    @Test
    void withoutResumeTheOutputIsReplaced() throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}");
        Files.writeString(out, "{\"id\":1,\"embedding\":[9,9,9,9],\"tokens\":3,\"truncated\":false}\n");
        assertThat(run("embed").status()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(1).first().asString().doesNotContain("[9,9,9,9]");
    }

    @Test
    void outputThatDoesNotExistIsStarted() throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}");
        assertThat(run("embed", "--resume").status()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"id\":2,\"embedding\":[9,9,9,9],\"tokens\":3,\"truncated\":false}\n", // of another text
            "{\"embedding\":[9,9,9,9],\"tokens\":3,\"truncated\":false}\n",
            "{\"id\":1,\"embedding\":[9,9],\"tokens\":3,\"truncated\":false}\n", // of other dimensions
            "{\"id\":1,\"embedding\":[9,9,9,9]\n",
            "my notes", // without a whole line
            "a\nb\nc\n" // more lines than the input
    })
    void outputOfAnotherRunIsRejectedAndLeftAlone(String other) throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}", "{\"id\":3,\"text\":\"iki\"}");
        Files.writeString(out, other);
        Cli.Result result = run("embed", "--resume");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("magibu: --resume: " + out + " does not belong to this run");
        assertThat(out).hasContent(other);
    }

    @Test
    void stdoutCannotBeContinued() {
        Cli.Result result = new Cli().in("").execute("embed", "--model", Cli.MODEL, "--input", "-", "--output", "-", "--resume");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--resume needs a file as --output");
    }

    @Test
    void chunksContinueAtADocument() throws IOException {
        input(
                "{\"id\":1,\"text\":\"Bir. İki.\",\"spans\":[[0,4],[5,9]]}",
                "{\"id\":2,\"text\":\"boş\",\"spans\":[]}",
                "{\"id\":3,\"text\":\"Üç. Dört. Beş.\",\"spans\":[[0,3],[4,9],[10,14]]}",
                "{\"id\":4,\"text\":\"Altı. Yedi.\"}");
        assertThat(run("chunks").status()).isZero();
        List<String> whole = withoutVectors(out);
        assertThat(whole).hasSizeGreaterThan(5);
        List<String> lines = Files.readAllLines(out);
        for (int left = 0; left <= lines.size(); left++) {
            Files.writeString(out, String.join("\n", lines.subList(0, left)) + (left == 0 ? "" : "\n") + "{\"id\":");
            Cli.Result result = run("chunks", "--resume");
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(withoutVectors(out)).as("%d lines left", left).isEqualTo(whole);
        }
    }

    // skipping

    @Test
    void badLinesAreListedAndSkipped() throws IOException {
        Files.write(
                in,
                ("{\"id\":1,\"text\":\"bir\"}\noops\n\n{\"id\":4,\"text\":\"dört\"}\n{\"id\":5,\"text\":\"" + "uzun ".repeat(1000)
                        + "\"}\n{\"id\":6,\"text\":\"altı\"}\n{\"id\":7}\n\n\n{\"id\":10,\"text\":\"on\"}\n")
                        .getBytes(UTF_8));

        Cli.Result result = run("embed", "--skip-bad", bad.toString(), "--on-too-long", "fail");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo(Cli.line("magibu: warning: 5 bad lines were skipped; " + bad + " says which and why"));
        assertThat(withoutVectors(out)).extracting(line -> line.substring(0, line.indexOf(','))).containsExactly(
                "{\"id\":1", "{\"id\":4", "{\"id\":6", "{\"id\":10");
        List<JsonNode> listed = new ArrayList<>();
        for (String line : Files.readAllLines(bad)) {
            listed.add(Cli.JSON.readTree(line));
        }
        assertThat(listed).extracting(line -> line.get("line").intValue()).containsExactlyInAnyOrder(2, 3, 5, 7, 8);
        assertThat(listed).allSatisfy(line -> assertThat(line.get("reason").textValue()).isNotBlank());
    }

    @Test
    void stoppedRunWithSkippedLinesContinues() throws IOException {
        input("oops", "{\"id\":2,\"text\":\"iki\"}", "{\"id\":3}", "{\"id\":4,\"text\":\"" + "uzun ".repeat(1000) + "\"}",
                "{\"id\":5,\"text\":\"beş\"}", "oops", "{\"id\":7,\"text\":\"yedi\"}");
        String[] options = {"--skip-bad", bad.toString(), "--on-too-long", "fail"};
        assertThat(run("embed", options).status()).isZero();
        List<String> whole = withoutVectors(out);
        List<String> listed = Files.readAllLines(bad);
        assertThat(listed).hasSize(4);
        List<String> lines = Files.readAllLines(out);
        for (int left = 0; left <= lines.size(); left++) {
            Files.writeString(out, String.join("\n", lines.subList(0, left)) + (left == 0 ? "" : "\n"));
            Files.writeString(bad, String.join("\n", left == 0 ? listed.subList(0, 1) : listed) + "\n{\"line\":"); // cut off, too
            Cli.Result result = run("embed", Stream.concat(Stream.of("--resume"), Arrays.stream(options)).toArray(String[]::new));
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(withoutVectors(out)).as("%d lines left", left).isEqualTo(whole);
            assertThat(Files.readAllLines(bad)).containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void listThatWasCutOffInsideALetterIsContinued() throws IOException {
        input("{\"özet\":\"bir\"}", "{\"id\":2}");
        String[] options = {"--skip-bad", bad.toString(), "--text-column", "özet"};
        assertThat(run("embed", options).status()).isZero();
        byte[] whole = Files.readAllBytes(bad);
        int letter = Files.readString(bad).indexOf('ö');
        Files.write(bad, Arrays.copyOf(whole, letter + 1));
        Cli.Result result = run("embed", Stream.concat(Stream.of("--resume"), Arrays.stream(options)).toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(bad).hasBinaryContent(whole);
    }

    @Test
    void badDocumentIsSkippedByChunksToo() throws IOException {
        input("{\"id\":1,\"text\":\"Bir.\",\"spans\":[[0,99]]}", "{\"id\":2,\"text\":\"İki.\"}");
        Cli.Result result = run("chunks", "--skip-bad", bad.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(withoutVectors(out)).hasSize(1);
        assertThat(Files.readAllLines(bad)).hasSize(1).first().asString().startsWith("{\"line\":1,");
    }

    @Test
    void otherFileIsNotTakenForAListOfSkippedLines() throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}");
        Files.writeString(out, "{\"id\":1,\"embedding\":[9,9,9,9],\"tokens\":3,\"truncated\":false}\n");
        Files.writeString(bad, "{\"reason\":\"none\"}\n");
        Cli.Result result = run("embed", "--resume", "--skip-bad", bad.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("--skip-bad");
        assertThat(bad).hasContent("{\"reason\":\"none\"}\n");
    }

    @Test
    void textThatCannotBeTokenizedIsABadLine() throws IOException {
        String uncut = "0".repeat(300_000);
        input("{\"id\":1,\"text\":\"bir\"}", "{\"id\":2,\"text\":\"" + uncut + "\"}", "{\"id\":3,\"text\":\"üç\"}");
        for (String command : List.of("embed", "chunks")) {
            assertThat(run(command).err()).startsWith("line 2: ").contains("no place to cut");
            assertThat(Files.readAllLines(out)).hasSize(1);
            assertThat(run(command, "--skip-bad", bad.toString()).status()).isZero();
            assertThat(Files.readAllLines(out)).hasSize(2);
            assertThat(Files.readAllLines(bad)).hasSize(1).first().asString().startsWith("{\"line\":2,");
        }
    }

    @Test
    void listOverTheInputOrTheOutputIsRejected() throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}");
        for (Path file : List.of(in, out, folder.resolve("./in.jsonl"))) {
            Cli.Result result = run("embed", "--skip-bad", file.toString());
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("--skip-bad is the file of --input or --output");
        }
        assertThat(Files.readString(in)).contains("bir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\": 7}", "a\nb", "\u0001", "{\"line\":1,\"reason\":\"r\"}\nprecious"})
    void otherFileIsLeftAlone(String content) throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}", "{\"id\":2,\"text\":\"iki\"}");
        Files.writeString(out, "{\"id\":1,\"embedding\":[9,9,9,9],\"tokens\":3,\"truncated\":false}\n");
        Files.writeString(bad, content);
        Cli.Result result = run("embed", "--resume", "--skip-bad", bad.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("not a list of skipped lines");
        assertThat(Files.readString(bad)).isEqualTo(content);
    }

    @Test
    void listOfAnotherRunDoesNotCountForANewOutput() throws IOException {
        input("{\"id\":1,\"text\":\"bir\"}", "oops");
        Files.writeString(bad, "{\"line\":1,\"reason\":\"of another input\"}\n");
        assertThat(run("embed", "--resume", "--skip-bad", bad.toString()).status()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(1);
        assertThat(Files.readAllLines(bad)).hasSize(1).first().asString().startsWith("{\"line\":2,");
    }

    @Test
    void badLineAfterABlankOneIsListedToo() throws IOException {
        Files.write(in, "{\"id\":1,\"text\":\"bir\"}\n\n\u00ff\n{\"id\":4,\"text\":\"dort\"}\n".getBytes(ISO_8859_1));
        assertThat(run("embed", "--skip-bad", bad.toString()).status()).isZero();
        assertThat(Files.readAllLines(bad)).extracting(line -> line.substring(0, 9)).containsExactly("{\"line\":2", "{\"line\":3");
    }
}

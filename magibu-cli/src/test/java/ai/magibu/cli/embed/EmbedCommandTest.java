package ai.magibu.cli.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class EmbedCommandTest {

    private static final String LONG_TEXT = "uzun ".repeat(1_000);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "query", "document"})
    void embeddingsAndTokensAreThoseOfTheReference(String prompt) throws IOException {
        List<ReferenceVector> goldens = TinyModel.referenceVectors(prompt.equals("none") ? null : prompt);
        assertThat(goldens).hasSize(35);
        List<String> input = new ArrayList<>();
        for (int i = 0; i < goldens.size(); i++) {
            ObjectNode line = Cli.JSON.createObjectNode().put("text", goldens.get(i).text()).put("id", i);
            input.add(line.toString());
        }
        Path in = Files.write(folder.resolve("in.jsonl"), input);
        Path out = folder.resolve("out.jsonl");

        Cli.Result result = Cli.run(with("--input", in.toString(), "--output", out.toString(), "--prompt", prompt));

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSameSizeAs(goldens);
        for (int i = 0; i < goldens.size(); i++) {
            JsonNode line = Cli.JSON.readTree(lines.get(i));
            assertThat(line.fieldNames()).toIterable().containsExactly("id", "embedding", "tokens", "truncated");
            assertThat(line.get("id").intValue()).isEqualTo(i);
            assertThat(line.get("tokens").intValue()).isEqualTo(goldens.get(i).tokenIds().length);
            assertThat(embedding(line))
                    .as(goldens.get(i).text())
                    .containsExactly(goldens.get(i).vector(), within(TinyModel.TOLERANCE));
        }
    }

    @Test
    void modelsDefaultPromptIsTheDefault() {
        assertThat(embed("{\"text\":\"a\"}").out()).isEqualTo(embed("{\"text\":\"a\"}", "--prompt", "none").out());
    }

    @Test
    void idsComeBackAsTheyWereAndOnlyWhereGiven() {
        Cli.Result result = embed("""
                {"text": "a", "id": 1.0}
                {"text": "b"}
                {"text": "c", "id": "c\\u0131"}
                {"text": "d", "id": null}
                """);

        assertThat(result.status()).isZero();
        assertThat(result.lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("{\"id\":1.0,\"embedding\":["),
                line -> assertThat(line).startsWith("{\"embedding\":["),
                line -> assertThat(line).startsWith("{\"id\":\"c\\u0131\",\"embedding\":["),
                line -> assertThat(line).startsWith("{\"id\":null,\"embedding\":["));
        assertThat(result.err()).isEmpty();
    }

    @Test
    void titleTakesThePlaceOfNoneInTheDocumentPrompt() {
        Cli.Result titled = embed("{\"text\":\"Metin\",\"title\":\"Başlık\"}", "--prompt", "document");
        Cli.Result spelledOut = embed("{\"text\":\"title: Başlık | text: Metin\"}", "--prompt", "none");

        assertThat(titled.status()).isZero();
        assertThat(titled.out()).isEqualTo(spelledOut.out());
        assertThat(titled.out()).isNotEqualTo(embed("{\"text\":\"Metin\"}", "--prompt", "document").out());
    }

    @Test
    void titleForAPromptWithoutAPlaceForItIsABadLine() {
        Cli.Result result = embed("{\"text\":\"a\"}\n{\"text\":\"b\",\"title\":\"t\"}\n", "--prompt", "query");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("line 2: has a \"title\"").contains("\"query\"");
        assertThat(result.lines()).hasSize(1);
    }

    @Test
    void badLineEndsTheRunAndKeepsTheLinesBeforeIt() throws IOException {
        Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"txt\":\"c\"}\n{\"text\":\"d\"}\n");
        Path out = folder.resolve("out.jsonl");

        Cli.Result result = Cli.run(with("--input", in.toString(), "--output", out.toString()));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).isEqualToNormalizingNewlines("line 3: no \"text\"\n");
        assertThat(Files.readAllLines(out)).hasSize(2).allMatch(line -> line.endsWith("}"));
    }

    @Test
    void truncatedTextSaysSoInItsLineAndOnceOnStderr() throws IOException {
        Cli.Result result = embed("{\"text\":\"" + LONG_TEXT + "\"}\n{\"text\":\"a\"}\n");

        assertThat(result.status()).isZero();
        JsonNode first = Cli.JSON.readTree(result.lines().get(0));
        assertThat(first.get("truncated").booleanValue()).isTrue();
        assertThat(first.get("tokens").intValue()).isEqualTo(TinyModel.MAX_TOKENS);
        assertThat(Cli.JSON.readTree(result.lines().get(1)).get("truncated").booleanValue()).isFalse();
        assertThat(result.err())
                .isEqualToNormalizingNewlines("magibu: warning: 1 of 2 texts had more than 384 tokens and were cut; "
                        + "their lines say \"truncated\":true\n");
    }

    @Test
    void maxTokensCutsEarlier() throws IOException {
        Cli.Result result = embed("{\"text\":\"Bugün hava çok güzel.\"}", "--max-tokens", "4");

        JsonNode line = Cli.JSON.readTree(result.out());
        assertThat(line.get("tokens").intValue()).isEqualTo(4);
        assertThat(line.get("truncated").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "FAIL"})
    void onTooLongFailMakesItABadLine(String policy) {
        Cli.Result result = embed(
                "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"" + LONG_TEXT + "\"}\n{\"text\":\"c\"}\n", "--on-too-long", policy);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).matches("line 3: the text has \\d+ tokens, .*; the limit is 384\\R");
        assertThat(result.lines()).hasSize(2);
    }

    @Test
    void dimensionsCutAndNormalizeAgain() throws IOException {
        Cli.Result result = embed("{\"text\":\"Bugün hava çok güzel.\"}", "--dimensions", "8");

        float[] vector = embedding(Cli.JSON.readTree(result.out()));
        assertThat(vector).hasSize(8);
        double squares = 0;
        for (float component : vector) {
            squares += component * component;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    void emptyInputGivesEmptyOutput() {
        Cli.Result result = embed("");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void outputIsThereBeforeTheInputEnds() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Integer> outputAtTheEndOfInput = new ArrayList<>();
        InputStream in = new InputStream() {
            private final byte[] line = "{\"text\":\"Merhaba dünya\"}\n".getBytes(UTF_8);
            private long position;

            @Override
            public int read() {
                // Far more than the reader's buffer and a group.
                if (position == 5_000L * line.length) {
                    outputAtTheEndOfInput.add(out.size());
                    return -1;
                }
                return line[(int) (position++ % line.length)];
            }
        };

        Cli.Result result = new Cli().in(in).out(out).execute(with("--input", "-", "--output", "-", "--dimensions", "2"));

        assertThat(result.status()).isZero();
        assertThat(result.lines()).hasSize(5_000);
        assertThat(outputAtTheEndOfInput.get(0)).isGreaterThan(out.size() / 3);
    }

    @ParameterizedTest
    @CsvSource({
            "--on-too-long, cut, 'expected one of truncate, fail, not \"cut\"'",
            "--precision, int4, 'expected one of fp32, int8, bf16, not \"int4\"'",
            "--precision, ınt8, 'expected one of fp32, int8, bf16, not \"ınt8\"'",
            "--on-too-long, faıl, 'expected one of truncate, fail, not \"faıl\"'",
            "--threads, 2147483647, 'threads must be from 1 to 1,024, not 2147483647'",
            "--device, gpu, 'device must be auto, cpu, cuda or cuda:N, not \"gpu\"'",
            "--progress, yes, 'expected one of auto, on, off, not \"yes\"'",
            "--threads, x, 'not an int'",
            "--threads, 0, 'from 1 to 1,024, not 0'",
            "--max-tokens, 100000, '384'",
            "--dimensions, 97, 'dimensions must be 1 to 96'",
            "--prompt, '', 'must not be blank'",
            "--prompt, STS, 'STS'",
            "--unknown, x, 'Unknown options'"
    })
    void mistakeInAnOptionIsAUsageErrorAndLeavesTheOutputAlone(String option, String value, String message) throws IOException {
        Path out = Files.writeString(folder.resolve("out.jsonl"), "precious");

        Cli.Result result = new Cli()
                .in("{\"text\":\"a\"}")
                .execute(with("--input", "-", "--output", out.toString(), option, value));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("magibu: ").contains(message).endsWith(Cli.line("Try 'magibu-cli embed --help'."));
        assertThat(out).hasContent("precious");
    }

    @Test
    void missingInputIsOneLine() {
        Path in = folder.resolve("none.jsonl");

        Cli.Result result = Cli.run(with("--input", in.toString(), "--output", "-"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(Cli.line("magibu: cannot read " + in + ": no such file or folder"));
    }

    @Test
    void outputInAMissingFolderIsOneLine() {
        Path out = folder.resolve("none/out.jsonl");

        Cli.Result result = new Cli().in("{\"text\":\"a\"}").execute(with("--input", "-", "--output", out.toString()));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(Cli.line("magibu: cannot write " + out + ": no such file or folder"));
    }

    @Test
    void outputOverTheInputIsRejected() throws IOException {
        Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"text\":\"a\"}");

        Cli.Result result = Cli.run(with("--input", in.toString(), "--output", folder + "/./in.jsonl"));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--output is the input file");
        assertThat(in).hasContent("{\"text\":\"a\"}");
    }

    @Test
    void progressIsShownOnATerminalOnly() {
        String[] args = with("--input", "-", "--output", "-");

        Cli.Result watched = new Cli().in("{\"text\":\"a\"}").onTerminal().execute(args);

        assertThat(watched.err()).contains("loading the model", "1 text, ", " tokens/s, 0:00:0");
        assertThat(new Cli().in("{\"text\":\"a\"}").execute(args).err()).isEmpty();
    }

    @Test
    void progressCanBeForcedOrSilenced() {
        assertThat(embed("{\"text\":\"a\"}", "--progress", "on").err()).contains("tokens/s");
        assertThat(new Cli()
                .in("{\"text\":\"a\"}")
                .onTerminal()
                .execute(with("--input", "-", "--output", "-", "--progress", "off"))
                .err())
                .isEmpty();
    }

    private static Cli.Result embed(String input, String... options) {
        String[] args = Stream.concat(Stream.of("--input", "-", "--output", "-"), Stream.of(options)).toArray(String[]::new);
        return new Cli().in(input).execute(with(args));
    }

    private static String[] with(String... options) {
        return Stream.concat(
                Stream.of("embed", "--model", Cli.MODEL, "--cache", Cli.CACHE),
                Stream.of(options))
                .toArray(String[]::new);
    }

    private static float[] embedding(JsonNode line) throws IOException {
        return Cli.JSON.treeToValue(line.get("embedding"), float[].class);
    }
}

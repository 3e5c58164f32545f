package ai.magibu.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandIT {

    private static final String THREE_TEXTS = """
            {"id": 1, "text": "gizli bir cümle"}
            {"id": 2, "text": "Bugün hava çok güzel."}
            {"id": 3, "text": "Kitapları yarın geri götüreceğim."}
            """;

    @TempDir
    private Path folder;

    @Test
    void textSaysHowFarThePrecisionsAreApart() throws IOException {
        Path in = Files.writeString(folder.resolve("in.jsonl"), THREE_TEXTS);

        Cli.Result result = Cli.run(with("--input", in.toString(), "--precision", "fp32", "--with", "int8"));

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("Compared              fp32 with int8 on cpu"),
                line -> assertThat(line).isEqualTo("Texts                 3"),
                line -> assertThat(line).matches("Worst cosine          0\\.9\\d{5}"),
                line -> assertThat(line).matches("1st percentile        0\\.9\\d{5}"),
                line -> assertThat(line).matches("Mean                  0\\.9\\d{5}"),
                line -> assertThat(line).matches("Worst texts           0\\.9\\d{5}  line [123]"),
                line -> assertThat(line).matches(" {22}0\\.9\\d{5}  line [123]"),
                line -> assertThat(line).matches(" {22}0\\.9\\d{5}  line [123]"),
                line -> assertThat(line).matches("Same nearest text     [0-9.]+ %, among 3 texts"),
                line -> assertThat(line).isEqualTo("Same 2 nearest        100.0 %, on average"));
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        JsonNode report = json(THREE_TEXTS);

        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "precision", "with", "device", "texts", "truncatedTexts", "cosine", "worstTexts", "neighbors");
        assertThat(report.get("precision").textValue()).isEqualTo("fp32");
        assertThat(report.get("with").textValue()).isEqualTo("int8");
        assertThat(report.get("texts").intValue()).isEqualTo(3);
        assertThat(report.get("cosine").fieldNames()).toIterable().containsExactly("worst", "firstPercentile", "mean");
        assertThat(report.get("worstTexts"))
                .hasSize(3)
                .allSatisfy(text -> assertThat(text.fieldNames()).toIterable().containsExactly("line", "cosine"));
        assertThat(report.get("worstTexts").get(0).get("cosine")).isEqualTo(report.get("cosine").get("worst"));
        assertThat(report.get("neighbors").fieldNames())
                .toIterable()
                .containsExactly("texts", "sameNearest", "count", "shared");
    }

    @Test
    void cosineIsThatOfWhatEmbedGives() throws IOException {
        String line = "{\"text\":\"Bugün hava çok güzel.\",\"title\":\"Hava\"}\n";
        float[] fp32 = embed(line, "fp32");
        float[] int8 = embed(line, "int8");
        double dot = 0;
        for (int i = 0; i < fp32.length; i++) {
            dot += (double) fp32[i] * int8[i];
        }

        JsonNode report = json(line, "--prompt", "document");

        assertThat(fp32).isNotEqualTo(int8);
        assertThat(report.get("cosine").get("mean").doubleValue()).isCloseTo(dot, within(1e-5));
        assertThat(report.get("neighbors").isNull()).isTrue();
    }

    @Test
    void precisionComparedWithItselfIsTheSame() throws IOException {
        StringBuilder input = new StringBuilder();
        for (ReferenceVector golden : TinyModel.referenceVectors(null)) {
            input.append(Cli.JSON.createObjectNode().put("text", golden.text())).append('\n');
        }

        // More than one group, and duplicates.
        JsonNode report = json(input.toString().repeat(9), "--with", "fp32");

        assertThat(report.get("texts").intValue()).isEqualTo(9 * 35);
        assertThat(report.get("truncatedTexts").intValue()).isEqualTo(9);
        assertThat(report.get("cosine").get("worst").doubleValue()).isCloseTo(1, within(1e-6));
        assertThat(report.get("neighbors").get("sameNearest").doubleValue()).isEqualTo(1);
        assertThat(report.get("neighbors").get("shared").doubleValue()).isEqualTo(1);
    }

    @Test
    void textsAreShownOnlyWhenAskedFor() throws IOException {
        assertThat(compare(THREE_TEXTS).out()).doesNotContain("gizli");
        assertThat(json(THREE_TEXTS).toString()).doesNotContain("gizli");
        assertThat(compare(THREE_TEXTS, "--show").out()).containsPattern("  line 1  \"gizli bir cümle\"");
        assertThat(json(THREE_TEXTS, "--show").get("worstTexts")).anySatisfy(text -> assertThat(text.get("text").textValue())
                .isEqualTo("gizli bir cümle"));
    }

    @Test
    void longTextIsShownToItsBeginning() {
        Cli.Result result = compare("{\"text\":\"" + "🙂".repeat(300) + "\"}", "--show");

        assertThat(result.out()).contains("\"" + "🙂".repeat(200) + "…\"");
    }

    @Test
    void truncatedTextsAreCounted() {
        assertThat(compare(THREE_TEXTS, "--max-tokens", "10").lines())
                .anyMatch(line -> line.matches("Texts +3 \\([123] of them cut to 10 tokens\\)"));
    }

    @Test
    void emptyInputHasNoFigures() throws IOException {
        assertThat(compare("").lines()).containsExactly("Compared              fp32 with int8 on cpu", "Texts                 0");
        JsonNode report = json("");
        assertThat(report.get("cosine").isNull()).isTrue();
        assertThat(report.get("worstTexts")).isEmpty();
        assertThat(report.get("neighbors").isNull()).isTrue();
    }

    @Test
    void badLineEndsTheRunAsInEmbed() {
        Cli.Result result = compare("{\"text\":\"a\"}\n{\"txt\":\"b\"}\n");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualToNormalizingNewlines("line 2: no \"text\"\n");
    }

    @Test
    void textTooLongIsABadLineWhereItIsSaidSo() {
        Cli.Result result = compare(THREE_TEXTS, "--max-tokens", "5", "--on-too-long", "fail");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).matches("line 1: the text has \\d+ tokens, .*; the limit is 5\\R");
    }

    @Test
    void missingInputIsOneLine() {
        Path in = folder.resolve("none.jsonl");

        Cli.Result result = Cli.run(with("--input", in.toString()));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(Cli.line("magibu: cannot read " + in + ": no such file or folder"));
    }

    @ParameterizedTest
    @CsvSource({
            "--with, INT4, 'expected one of fp32, int8, bf16, not \"INT4\"'",
            "--threads, 0, 'from 1 to 1,024, not 0'",
            "--prompt, STS, 'STS'",
            "--output, x, 'Unknown options'"
    })
    void mistakeInAnOptionIsAUsageError(String option, String value, String message) {
        Cli.Result result = compare("{\"text\":\"a\"}", option, value);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("magibu: ").contains(message).endsWith(Cli.line("Try 'magibu-cli compare --help'."));
    }

    @Test
    void progressIsShownOnATerminalOnly() {
        Cli.Result watched = new Cli().in(THREE_TEXTS).onTerminal().execute(with("--input", "-"));

        assertThat(watched.err()).contains("loading the model", "3 texts, ");
        assertThat(compare(THREE_TEXTS).err()).isEmpty();
    }

    private static JsonNode json(String input, String... options) throws IOException {
        Cli.Result result =
                compare(input, Stream.concat(Stream.of(options), Stream.of("--json")).toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return Cli.JSON.readTree(result.out());
    }

    private static Cli.Result compare(String input, String... options) {
        List<String> args = Stream.concat(Stream.of("--input", "-"), Stream.of(options)).toList();
        return new Cli().in(input).execute(with(args.toArray(String[]::new)));
    }

    private static String[] with(String... options) {
        return Stream.concat(
                Stream.of("compare", "--model", Cli.MODEL, "--cache", Cli.CACHE),
                Stream.of(options))
                .toArray(String[]::new);
    }

    private static float[] embed(String line, String precision) throws IOException {
        Cli.Result result = new Cli()
                .in(line)
                .execute("embed", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--input", "-", "--output", "-",
                        "--prompt", "document", "--precision", precision);
        return Cli.JSON.treeToValue(Cli.JSON.readTree(result.out()).get("embedding"), float[].class);
    }
}

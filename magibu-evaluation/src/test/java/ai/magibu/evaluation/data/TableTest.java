package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in text formats, and what is reported about invalid ones. */
class TableTest {

    @TempDir
    Path folder;

    private Table table(String name, String content) throws IOException {
        return new Table(List.of(Files.writeString(folder.resolve(name), content)));
    }

    private void assertFails(String name, String content, Function<Row, ?> value, String... parts) throws IOException {
        Table table = table(name, content);
        assertThatThrownBy(() -> table.map(value)).isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith(folder.resolve(name).toString()).hasMessageContainingAll(parts);
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("a.jsonl", "{\"text\": \"şey, \\\"iki\\\"\\nsatır\", \"score\": 2.5}\n{\"score\": 3, \"text\": \" \"}\n"),
                Arguments.of("a.json", "[{\"text\": \"şey, \\\"iki\\\"\\nsatır\", \"score\": 2.5},\n{\"score\": 3, \"text\": \" \"}]"),
                Arguments.of("a.json", "{\"text\": \"şey, \\\"iki\\\"\\nsatır\", \"score\": 2.5}\r\n\r\n{\"score\": 3, \"text\": \" \"}"),
                Arguments.of("a.csv", "text,score\n\"şey, \"\"iki\"\"\nsatır\",2.5\n\" \",3\n"),
                Arguments.of("a.csv", "score,other,text\r\n2.5,,\"şey, \"\"iki\"\"\nsatır\"\r\n3,x, "),
                Arguments.of("A.TSV", "text\tscore\n\"şey, \"\"iki\"\"\nsatır\"\t2.5\n \t3\n"),
                Arguments.of("a.tsv", "\uFEFFtext\tscore\n\"şey, \"\"iki\"\"\nsatır\"\t2.5\n\n \t3\n"));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void textFormatsGiveTheSameRows(String name, String content) throws IOException {
        assertThat(table(name, content).map(row -> row.text("text"))).containsExactly("şey, \"iki\"\nsatır", " ");
        assertThat(table(name, content).map(row -> row.number("score"))).containsExactly(2.5, 3.0);
    }

    @Test
    void filesFollowEachOther() throws IOException {
        Path first = Files.writeString(folder.resolve("1.jsonl"), "{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
        Path second = Files.writeString(folder.resolve("2.csv"), "text\nc\n");

        assertThat(new Table(List.of(first, second)).map(row -> row.text("text") + row.number())).containsExactly("a1", "b2", "c1");
    }

    @Test
    void labelsAreWholeNumbersOrTexts() throws IOException {
        assertThat(table("a.jsonl", "{\"l\": 3}\n{\"l\": 3.0}\n{\"l\": true}\n{\"l\": \"3\"}\n").map(row -> row.label("l")))
                .containsExactly(3L, 3L, 1L, "3");
        assertThat(table("a.csv", "l\n3\nüç\n").map(row -> row.label("l"))).containsExactly(3L, "üç");
    }

    @Test
    void idsAreTextsOrWholeNumbers() throws IOException {
        assertThat(table("a.jsonl", "{\"_id\": 12}\n{\"_id\": \"012\"}\n{\"_id\": 9007199254740993}\n").map(row -> row.id("_id")))
                .containsExactly("12", "012", "9007199254740993");
        assertThat(table("a.csv", "_id\n012\n").map(row -> row.id("_id"))).containsExactly("012");
    }

    @Test
    void judgmentsOfTrecEvalNeedNoHeader() throws IOException {
        assertThat(table("test.tsv", "q1\t0\td1\t1\nq1\t0\td2\t-1\n")
                .map(row -> row.id("query-id") + row.id("corpus-id") + row.number("score"))).containsExactly("q1d11.0", "q1d2-1.0");
    }

    @Test
    void missingColumnNamesThoseThatExist() throws IOException {
        assertFails("a.jsonl", "{\"text\": \"a\", \"score\": 1}\n{\"text\": \"b\"}\n", row -> row.number("score"),
                ", row 2: the column \"score\" is missing. The row has \"text\".");
        assertFails("a.csv", "x,y\n1,2\n", row -> row.column("_id", "id"), ", row 1: the column \"_id\" or \"id\" is missing",
                "\"x\", \"y\"");
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                Arguments.of("{\"c\": null}", (Function<Row, ?>) row -> row.text("c"), "the value is null. Expected a text."),
                Arguments.of("{\"c\": 5}", (Function<Row, ?>) row -> row.text("c"), "\"5\" is a number. Expected a text."),
                Arguments.of("{\"c\": \"5\"}", (Function<Row, ?>) row -> row.number("c"), "\"5\" is a text. Expected a number."),
                Arguments.of("{\"c\": 1.5}", (Function<Row, ?>) row -> row.label("c"), "\"1.5\" is a number. Expected a label"),
                Arguments.of("{\"c\": 1.5}", (Function<Row, ?>) row -> row.id("c"), "\"1.5\" is a number. Expected an id"),
                Arguments.of("{\"c\": \"\"}", (Function<Row, ?>) row -> row.id("c"), "Expected an id"),
                Arguments.of("{\"c\": \"a\"}", (Function<Row, ?>) row -> row.texts("c"), "\"a\" is a text. Expected a list."),
                Arguments.of("{\"c\": [\"a\", null]}", (Function<Row, ?>) row -> row.texts("c"),
                        "the value is null. Expected a text in each place"),
                Arguments.of("{\"c\": [1, {}]}", (Function<Row, ?>) row -> row.labels("c"), "\"{}\" is an object. Expected a label"),
                Arguments.of("{\"c\": {\"t\": 1}}", (Function<Row, ?>) row -> row.nestedList("c", "text"),
                        "Expected an object with a list \"text\""));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void wrongTypeNamesTheValue(String line, Function<Row, ?> value, String message) throws IOException {
        assertFails("a.jsonl", line, value, ", row 1, column \"c\": ", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ş", "𝔞"})
    void longValueIsCutBetweenCharacters(String character) throws IOException {
        assertFails("a.jsonl", "{\"c\": \"" + character.repeat(50) + "\"}", row -> row.number("c"),
                "\"" + character.repeat(50) + "\" is a text");
        assertFails("a.jsonl", "{\"c\": \"" + character.repeat(51) + "\"}", row -> row.number("c"),
                "\"" + character.repeat(50) + "…\" is a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "-Infinity"})
    void numberMustBeFinite(String number) throws IOException {
        assertFails("a.csv", "c\n1\n" + number + "\n", row -> row.number("c"),
                ", row 2, column \"c\": " + number + " is not a finite number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"c\": 1", "{\"c\": NaN}", "{\"c\": 1} {}", "[1]", "5", "null", "{\"c\": 1, \"c\": 2}", "c"})
    void lineMustBeOneObject(String line) throws IOException {
        assertFails("a.jsonl", "{\"c\": 1}\n" + line + "\n", row -> row, ", row 2: ", "JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"c\": 1}, {\"c\": ", "[{\"c\": 1}, 5]", "[{\"c\": 1}", "[{\"c\": 1}, null]"})
    void listMustConsistOfObjects(String json) throws IOException {
        assertFails("a.json", json, row -> row, ", row 2: ", "JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1,2\n3\n", "a,b\n1,2\n3,4,5\n", "a,b\n1,2\n\"3\" x,4\n", "a,b\n1,2\n3,\"4\n5,6\n"})
    void rowMustHaveTheCellsOfTheHeader(String csv) throws IOException {
        assertFails("a.csv", csv, row -> row, ", row 2: ", "quote");
    }

    @Test
    void headerNamesAColumnOnce() throws IOException {
        assertFails("a.csv", "a,b,a\n1,2,3\n", row -> row, "the header has a column twice: a, b, a.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.csv"})
    void textMustBeUtf8(String name) throws IOException {
        byte[] latin = "\"şık\"\n\"ı\u00FC\"\n".replace("ş", "s").replace("ı", "i").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve(name), latin);
        assertThatThrownBy(() -> new Table(List.of(folder.resolve(name))).map(row -> row)).isInstanceOf(EvaluationException.class)
                .hasMessage(folder.resolve(name) + ", line 2: the text is not UTF-8. Save the file in UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n"})
    void emptyTableIsAnError(String content) throws IOException {
        for (String name : List.of("a.jsonl", "a.csv", "a.tsv")) {
            assertFails(name, content, row -> row, ": there are no rows.");
        }
        assertFails("b.csv", "text,label\n" + content, row -> row, ": there are no rows.");
    }

    @Test
    void missingFileAndUnknownFormatAreErrors() throws IOException {
        assertThatThrownBy(() -> new Table(List.of(folder.resolve("no.jsonl"))).map(row -> row)).isInstanceOf(EvaluationException.class)
                .hasMessage(folder.resolve("no.jsonl") + ": the file is missing.");
        assertFails("a.xlsx", "", row -> row, ": the format is unknown. The name must end in .parquet, .jsonl, .json, .csv, .tsv.");
    }
}

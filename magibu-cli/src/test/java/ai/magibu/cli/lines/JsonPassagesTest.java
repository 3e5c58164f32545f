package ai.magibu.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Passage;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class JsonPassagesTest {

    @Test
    void textIdAndTitleAreRead() throws Exception {
        InputLine line = reader("{\"title\": \"Başlık\", \"text\": \"Metin\", \"id\": 7}").next();

        assertThat(line).isEqualTo(new InputLine(1, "7", Passage.titled("Başlık", "Metin")));
    }

    @Test
    void idAndTitleMayBeLeftOut() throws Exception {
        assertThat(reader("{\"text\": \"\"}").next()).isEqualTo(new InputLine(1, null, Passage.of("")));
    }

    @Test
    void nullTitleIsNoTitle() throws Exception {
        assertThat(reader("{\"text\": \"a\", \"title\": null}").next().passage()).isEqualTo(Passage.of("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                    "7",
                    "-0",
                    "1.0",
                    "1.50",
                    "1E+400",
                    "12345678901234567890123",
                    "0.10000000000000000000001",
                    "true",
                    "false",
                    "null",
                    "\"\"",
                    "\"a-1\"",
                    "\"\\u0131\\ud800\\/\\n\\\"\"",
                    "\"İ ı 😀\""
            })
    void idKeepsItsSpelling(String id) throws Exception {
        assertThat(reader("{\"id\":" + id + ",\"text\":\"a\"}").next().id()).isEqualTo(id);
        assertThat(reader("{ \"text\" : \"a\" , \"id\" :  " + id + " }").next().id()).isEqualTo(id);
        assertThat(reader("{\"text\":\"" + "ğ".repeat(70_000) + "\",\"id\":" + id + "}").next().id()).isEqualTo(id);
    }

    @Test
    void otherKeysAreIgnored() throws Exception {
        String line = "{\"source\": {\"text\": 3, \"id\": []}, \"tags\": [1, {\"title\": 2}], \"text\": \"a\", \"score\": 0.5}";

        assertThat(reader(line).next()).isEqualTo(new InputLine(1, null, Passage.of("a")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"txt": "a"}                     | no "text"
            {}                               | no "text"
            {"text": null}                   | "text" must be a string, found null
            {"text": 3}                      | "text" must be a string, found a number
            {"text": ["a"]}                  | "text" must be a string, found an array
            {"text": "a", "title": 3}        | "title" must be a string, found a number
            {"text": "a", "id": [1]}         | "id" must be a string, a number, true, false or null, found an array
            {"text": "a", "id": {}}          | "id" must be a string, a number, true, false or null, found an object
            ["a"]                            | expected a JSON object, found an array
            "a"                              | expected a JSON object, found a string
            null                             | expected a JSON object, found null
            {"text": "a"                     | not JSON: the line ends too early
            {"text": "a                      | not JSON: the line ends too early
            {"text": "a"} {"text": "b"}      | more than one JSON value on the line
            {"text": "a"}]                   | not JSON: Unexpected close marker
            {'text': 'a'}                    | not JSON: Unexpected character
            {"text": "a",}                   | not JSON: Unexpected character
            {"text": "a", "text": "b"}       | not JSON: Duplicate field 'text'
            {"text": NaN}                    | not JSON: Non-standard token 'NaN'
            Merhaba                          | not JSON: Unrecognized token 'Merhaba'
            """)
    void badLineIsReportedWithItsNumberAndReason(String line, String reason) throws Exception {
        Passages reader = reader("{\"text\":\"a\"}\n" + line + "\n{\"text\":\"b\"}");
        reader.next();

        assertThatThrownBy(reader::next)
                .isInstanceOf(BadLineException.class)
                .hasMessageStartingWith("line 2: " + reason)
                .hasMessageNotContaining("Source")
                .hasMessageNotContaining("\n");
    }

    @Test
    void badLineSaysTheColumn() {
        assertThatThrownBy(reader("{\"text\": \"a\"; }")::next).hasMessageEndingWith("(column 13)");
    }

    @Test
    void textOfManyMegabytesIsRead() throws Exception {
        String text = "uzun ".repeat(5_000_000);

        assertThat(reader("{\"text\":\"" + text + "\"}").next().passage().text()).isEqualTo(text);
    }

    @Test
    void emptyLinesAtTheEndAreIgnored() throws Exception {
        Passages reader = reader("{\"text\":\"a\"}\n\n \t\r\n\n");

        assertThat(reader.next()).isNotNull();
        assertThat(reader.next()).isNull();
    }

    @Test
    void emptyLineBeforeOthersIsBad() throws Exception {
        Passages reader = reader("{\"text\":\"a\"}\n \n\n{\"text\":\"b\"}");
        reader.next();

        assertThatThrownBy(reader::next)
                .isInstanceOf(BadLineException.class)
                .hasMessage("line 2: empty; expected a JSON object");
    }

    @Test
    void titleIsBadWhereThePromptHasNoPlaceForIt() throws Exception {
        Passages reader = new TitleCheck(
                reader("{\"text\":\"a\",\"title\":\" \"}\n{\"text\":\"a\",\"title\":\"b\"}"), "query");

        assertThat(reader.next()).as("a blank title counts as no title").isNotNull();
        assertThatThrownBy(reader::next)
                .isInstanceOf(BadLineException.class)
                .hasMessage("line 2: has a \"title\", but the prompt \"query\" has no place for it; try --prompt document");
    }

    @Test
    void keysCanHaveOtherNames() throws Exception {
        Columns keys = new Columns("body", new Columns.Column("", true), new Columns.Column("key", true));
        JsonPassages passages = new JsonPassages(bytes("{\"key\":1,\"body\":\"a\",\"title\":\"t\",\"text\":2}\n{}"), keys, false);

        assertThat(passages.next()).isEqualTo(new InputLine(1, "1", Passage.of("a")));
        assertThatThrownBy(passages::next).hasMessage("line 2: no \"body\"");
    }

    private static JsonPassages reader(String text) {
        return new JsonPassages(bytes(text), Columns.DEFAULT, false);
    }

    private static InputBytes bytes(String text) {
        return InputBytes.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}

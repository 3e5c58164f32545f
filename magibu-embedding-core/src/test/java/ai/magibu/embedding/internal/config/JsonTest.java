package ai.magibu.embedding.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rejection names the file, the place in it, and what was expected and found. */
class JsonTest {

    private static final Path FILE = Path.of("x", "config.json");

    private static Json json(String text) {
        return Json.parse(FILE, "JSON", text);
    }

    @Test
    void placeOfANestedValueIsPartOfTheMessage() {
        Json value = json("{\"a\": {\"b\": [1, \"x\"]}}").get("a").get("b").elements().get(1);
        assertThatThrownBy(value::positiveInt)
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(FILE + ": expected a whole number from 1 to 2147483647 as \"a.b[1]\", found \"x\"");
    }

    @Test
    void absentValueIsFoundAsNoSuchKey() {
        Json json = json("{\"a\": null}");
        assertThat(json.get("a").string("none")).isEqualTo("none");
        assertThat(json.get("b").get("c").bool(true)).isTrue();
        assertThatThrownBy(() -> json.get("a").string()).hasMessageContainingAll("\"a\"", "found null");
        assertThatThrownBy(() -> json.get("b").get("c").string()).hasMessageContainingAll("\"b.c\"", "no such key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "\"1\"", "-1", "2147483648", "99999999999999999999", "true", "null", "[]"})
    void otherValuesThanWholeNumbersInTheRangeAreRejected(String value) {
        assertThatThrownBy(() -> json("{\"a\": " + value + "}").get("a").wholeNumber(0, Integer.MAX_VALUE))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(value);
    }

    @Test
    void stringsWithoutAMeaningAreUnsupported() {
        Json value = json("{\"side\": \"middle\"}").get("side");
        assertThatThrownBy(() -> value.choice(Map.of("right", 1, "left", 0)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage(FILE + ": \"side\": \"middle\" is not supported; supported: left, right");
        assertThatThrownBy(() -> value.requireIfPresent("left")).isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void unknownKeysAreUnsupported() {
        Json json = json("{\"a\": 1, \"aa\": 1}");
        assertThatThrownBy(() -> json.requireKeys(Set.of("a", "b")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContainingAll("\"aa\"", "a, b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{\"a\": 1, \"a\": 1}", "{\"a\": {\"b\": 1, \"b\": 1}}", "{\"a\": NaN}", "{"})
    void otherTextThanOneObjectOfJsonIsMalformed(String text) {
        assertThatThrownBy(() -> json(text)).isInstanceOf(ModelFormatException.class).hasMessageContaining(FILE.toString());
    }

    @Test
    void numbersOfPythonAreReadFromFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer_config.json"), "{\"a\": Infinity, \"b\": NaN, \"c\": 1e30}");
        Json json = Json.read(file);
        assertThat(json.get("c").positiveNumber()).isEqualTo(1e30);
        for (String key : new String[] {"a", "b"}) {
            assertThatThrownBy(() -> json.get(key).positiveNumber()).isInstanceOf(ModelFormatException.class).hasMessageContaining(key);
        }
    }

    @Test
    void longValueIsCutInTheMessage() {
        assertThatThrownBy(() -> json("{\"a\": \"" + "x".repeat(10_000) + "\"}").get("a").bool())
                .satisfies(e -> assertThat(e.getMessage()).contains("true or false", "…").hasSizeLessThan(300));
    }
}

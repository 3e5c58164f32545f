package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.ModelFormatException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** One JSON file of a model: every getter names the file and the key when the value is not what it must be. */
public final class JsonFile {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes Infinity and NaN
            .build()
            .readerFor(JsonNode.class);

    private final Path file;
    private final String where;
    private final JsonNode node;

    private JsonFile(Path file, String where, JsonNode node) {
        this.file = file;
        this.where = where;
        this.node = node;
    }

    public static JsonFile read(Path file) {
        byte[] content = ModelFile.readJson(file);
        try {
            return new JsonFile(file, "", READER.readValue(content));
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "JSON", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw ModelFile.unreadable(file, e);
        }
    }

    public static Optional<JsonFile> readIfPresent(Path file) {
        return ModelFile.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    public Path file() {
        return file;
    }

    public JsonNode node() {
        return node;
    }

    /** Whether the key is there and not null. */
    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    public JsonFile object(String key) {
        JsonNode child = required(key);
        if (!child.isObject()) {
            throw wrong(key, "an object", child);
        }
        return new JsonFile(file, where + key + ".", child);
    }

    /** The top of the file, which must be an object. */
    public JsonFile requireObject() {
        if (!node.isObject()) {
            throw new ModelFormatException(file, "a JSON object", describe(node));
        }
        return this;
    }

    /** Refuses other keys, as sentence-transformers does. */
    public void requireKeys(Set<String> known) {
        requireObject();
        node.fieldNames().forEachRemaining(key -> ModelFile.requireKnown(file, key, known));
    }

    public int positiveInt(String key) {
        return wholeNumber(key, 1);
    }

    public int nonNegativeInt(String key) {
        return wholeNumber(key, 0);
    }

    private int wholeNumber(String key, int least) {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            throw wrong(key, "a whole number from " + least + " to " + Integer.MAX_VALUE, value);
        }
        return value.intValue();
    }

    public double positiveNumber(String key) {
        JsonNode value = required(key);
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw wrong(key, "a number above 0", value);
        }
        return value.doubleValue();
    }

    public boolean bool(String key, boolean whenAbsent) {
        if (!has(key)) {
            return whenAbsent;
        }
        JsonNode value = node.get(key);
        if (!value.isBoolean()) {
            throw wrong(key, "true or false", value);
        }
        return value.booleanValue();
    }

    public String string(String key) {
        JsonNode value = required(key);
        if (!value.isTextual()) {
            throw wrong(key, "a string", value);
        }
        return value.textValue();
    }

    public Optional<String> optionalString(String key) {
        return has(key) ? Optional.of(string(key)) : Optional.empty();
    }

    public ModelFormatException wrong(String key, String expected, JsonNode found) {
        return new ModelFormatException(file, expected + " as \"" + where + key + "\"", describe(found));
    }

    private JsonNode required(String key) {
        if (!has(key)) {
            throw new ModelFormatException(file, "the key \"" + where + key + "\"", node.has(key) ? "null" : "no such key");
        }
        return node.get(key);
    }

    private static String describe(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}

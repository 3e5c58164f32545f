package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value in a JSON file of a model. If a method finds another value than it needs, it throws an exception with the file, the key,
 * the expected and the found value. This is a {@link ModelFormatException} for a value of the wrong kind, and an {@link
 * UnsupportedModelException} for a valid value that is not computed here. Null counts as absent.
 */
public final class Json {

    private static final int LONGEST_SHOWN = 100;

    private static final ObjectReader STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    /** Python writes Infinity and NaN. */
    private static final ObjectReader PYTHON = STRICT.with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

    private final Path file;
    private final String path;
    private final JsonNode node;

    private Json(Path file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** Reads a file that Python's {@code json} has written. */
    public static Json read(Path file) {
        try {
            return new Json(file, "", PYTHON.readValue(ModelFile.readJson(file)));
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "JSON", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw ModelFile.unreadable(file, e);
        }
    }

    /** Parses a part of a file. */
    public static Json parse(Path file, String part, String text) {
        try {
            return new Json(file, "", STRICT.readValue(text));
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, part, e.getOriginalMessage(), e);
        }
    }

    /** Wraps a value that was parsed elsewhere. */
    public static Json of(Path file, String path, JsonNode node) {
        return new Json(file, path, node);
    }

    public Path file() {
        return file;
    }

    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    public boolean isString() {
        return node.isTextual();
    }

    public boolean is(String text) {
        return text.equals(node.textValue());
    }

    public boolean isBoolean() {
        return node.isBoolean();
    }

    /** Returns a member, which may be absent, also of a value that is not an object. */
    public Json get(String key) {
        return new Json(file, path.isEmpty() ? key : path + "." + key, node.path(key));
    }

    public boolean has(String key) {
        return node.hasNonNull(key);
    }

    public Json requireObject() {
        if (!node.isObject()) {
            throw wrong("a JSON object");
        }
        return this;
    }

    /** Returns the members of an object, also those that are null. */
    public Map<String, Json> members() {
        requireObject();
        Map<String, Json> members = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> members.put(key, get(key)));
        return members;
    }

    /** Rejects other keys as the reference does: one may be a misspelled key. */
    public Json requireKeys(Set<String> known) {
        members().keySet().forEach(key -> requireKnown(file, key, known));
        return this;
    }

    public static void requireKnown(Path file, String key, Set<String> known) {
        if (!known.contains(key)) {
            throw new UnsupportedModelException(file, "the key \"" + key + "\"", String.join(", ", new TreeSet<>(known)));
        }
    }

    public List<Json> elements() {
        if (!node.isArray()) {
            throw wrong("a list");
        }
        List<Json> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Json(file, path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    /** Returns the elements of a list or the values of an object; none for other values. */
    public Collection<Json> children() {
        return node.isObject() ? members().values() : node.isArray() ? elements() : List.of();
    }

    public String string() {
        if (!node.isTextual()) {
            throw wrong("a string");
        }
        return node.textValue();
    }

    public String string(String whenAbsent) {
        return isPresent() ? string() : whenAbsent;
    }

    public boolean bool() {
        if (!node.isBoolean()) {
            throw wrong("true or false");
        }
        return node.booleanValue();
    }

    public boolean bool(boolean whenAbsent) {
        return isPresent() ? bool() : whenAbsent;
    }

    public int positiveInt() {
        return (int) wholeNumber(1, Integer.MAX_VALUE);
    }

    public long wholeNumber(long least, long most) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            throw wrong("a whole number from " + least + " to " + most);
        }
        return node.longValue();
    }

    public double number() {
        if (!node.isNumber()) {
            throw wrong("a number");
        }
        return node.doubleValue();
    }

    public double positiveNumber() {
        if (!(number() > 0) || Double.isInfinite(number())) {
            throw wrong("a number above 0");
        }
        return number();
    }

    /** Returns the meaning of a string, and rejects strings without one. */
    public <T> T choice(Map<String, T> supported) {
        T choice = supported.get(string());
        if (choice == null) {
            throw unsupported(String.join(", ", new TreeSet<>(supported.keySet())));
        }
        return choice;
    }

    /** Rejects other strings. */
    public void requireIfPresent(String supported) {
        if (isPresent() && !string().equals(supported)) {
            throw unsupported("\"" + supported + "\"");
        }
    }

    public void requireAbsent() {
        if (isPresent()) {
            throw unsupported("no such key");
        }
    }

    public void rejectTrue() {
        if (bool(false)) {
            throw unsupported("false");
        }
    }

    public ModelFormatException wrong(String expected) {
        return new ModelFormatException(file, path.isEmpty() ? expected : expected + " as \"" + path + "\"", shown());
    }

    public UnsupportedModelException unsupported(String supported) {
        return new UnsupportedModelException(file, path.isEmpty() ? shown() : "\"" + path + "\": " + shown(), supported);
    }

    private String shown() {
        String text = node.isMissingNode() ? (path.isEmpty() ? "nothing" : "no such key") : node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}

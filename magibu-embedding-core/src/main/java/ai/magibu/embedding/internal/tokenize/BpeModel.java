package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.ModelFile;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The {@code model} of a {@code tokenizer.json}: byte pair encoding, with merges that the vocabulary has words for. */
final class BpeModel {

    /** No embedding matrix has as many rows. */
    static final int MAX_ID = (1 << 24) - 1;

    private static final Set<String> KEYS = Set.of(
            "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback",
            "ignore_merges", "vocab", "merges");

    private static final Set<String> FLAGS = Set.of("fuse_unk", "byte_fallback", "ignore_merges");

    private final Path file;
    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final List<String[]> merges = new ArrayList<>();
    private final Map<String, JsonNode> settings = new HashMap<>();

    private BpeModel(Path file) {
        this.file = file;
    }

    /** Reads on from the start of the object; vocabulary and merges are not built as trees, because they have megabytes. */
    static BpeModel read(Path file, JsonParser parser) throws IOException {
        BpeModel model = new BpeModel(file);
        model.require(parser, JsonToken.START_OBJECT, "an object as \"model\"");
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            if (!keys.add(key)) {
                throw model.malformed("each key of \"model\" once", "\"" + key + "\" twice");
            }
            ModelFile.requireKnown(file, key, KEYS);
            switch (key) {
                case "vocab" -> model.readVocabulary(parser);
                case "merges" -> model.readMerges(parser);
                default -> model.settings.put(key, parser.readValueAsTree());
            }
        }
        if (!keys.contains("vocab") || !keys.contains("merges")) {
            throw model.malformed("\"vocab\" and \"merges\" in \"model\"", "only " + keys);
        }
        model.check();
        return model;
    }

    private void readVocabulary(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_OBJECT, "ids by token as \"vocab\"");
        BitSet ids = new BitSet();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = wellFormed(parser.currentName());
            require(parser, parser.nextToken(), JsonToken.VALUE_NUMBER_INT, "a whole number as id of the token \"" + token + "\"");
            long id = parser.getLongValue();
            if (id < 0 || id > MAX_ID) {
                throw malformed("token ids from 0 to " + MAX_ID, id + " of \"" + token + "\"");
            }
            if (vocabulary.put(token, (int) id) != null || ids.get((int) id)) {
                throw malformed("each token and each id once in the vocabulary", "\"" + token + "\" or " + id + " twice");
            }
            ids.set((int) id);
        }
    }

    private void readMerges(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_ARRAY, "a list as \"merges\"");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            merges.add(parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText().split(" ", -1) : readMerge(parser));
            if (merges.get(merges.size() - 1).length != 2) {
                throw malformed("two tokens in each merge", "another number in merge " + (merges.size() - 1));
            }
        }
    }

    private String[] readMerge(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_ARRAY, "two tokens as merge " + merges.size());
        List<String> parts = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(parser, JsonToken.VALUE_STRING, "two tokens as merge " + merges.size());
            parts.add(parser.getText());
        }
        return parts.toArray(String[]::new);
    }

    private void require(JsonParser parser, JsonToken expected, String what) throws IOException {
        require(parser, parser.currentToken(), expected, what);
    }

    private void require(JsonParser parser, @Nullable JsonToken found, JsonToken expected, String what) throws IOException {
        if (found != expected) {
            throw malformed(what, String.valueOf(parser.getText()));
        }
    }

    private String wellFormed(String token) {
        return TokenizerFile.requireWellFormed(file, token);
    }

    private ModelFormatException malformed(String expected, String found) {
        return new ModelFormatException(file, expected, found);
    }

    private void check() {
        JsonNode type = settings.get("type");
        if (type == null || !type.isTextual()) {
            throw malformed("\"type\": \"BPE\" in \"model\"", String.valueOf(type));
        }
        if (!type.textValue().equals("BPE")) {
            throw new UnsupportedModelException(file, "the tokenizer model \"" + type.textValue() + "\"", "BPE");
        }
        JsonNode dropout = settings.get("dropout");
        if (isSet("dropout") && !(dropout.isNumber() && dropout.doubleValue() == 0)) {
            throw new UnsupportedModelException(file, "\"dropout\": " + dropout + ", which tokenizes at random", "no dropout");
        }
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            JsonNode value = settings.get(affix);
            if (isSet(affix) && !value.asText("x").isEmpty()) {
                throw new UnsupportedModelException(file, "\"" + affix + "\": " + value, "none");
            }
        }
        for (String flag : FLAGS) {
            if (isSet(flag) && !settings.get(flag).isBoolean()) {
                throw malformed("true or false as \"" + flag + "\"", settings.get(flag).toString());
            }
        }
        checkUnknownToken();
        for (String[] merge : merges) {
            requireWord(merge[0]);
            requireWord(merge[1]);
            requireWord(merge[0] + merge[1]);
        }
    }

    private void requireWord(String token) {
        if (!vocabulary.containsKey(token)) {
            throw malformed("the parts and the result of each merge in the vocabulary", "no \"" + token + "\"");
        }
    }

    private void checkUnknownToken() {
        if (isSet("unk_token")) {
            JsonNode unknown = settings.get("unk_token");
            if (!unknown.isTextual()) {
                throw malformed("a token as \"unk_token\"", unknown.toString());
            }
            if (!vocabulary.containsKey(unknown.textValue()) && !everyCharacterHasTokens()) {
                throw malformed("the \"unk_token\" in the vocabulary", "\"" + unknown.textValue() + "\", which is not there");
            }
        }
    }

    private boolean isSet(String key) {
        return settings.containsKey(key) && !settings.get(key).isNull();
    }

    boolean is(String flag) {
        return isSet(flag) && settings.get(flag).booleanValue();
    }

    @Nullable String unknownToken() {
        return isSet("unk_token") ? settings.get("unk_token").textValue() : null;
    }

    /** Whether a character that is no token becomes the tokens of its bytes. */
    private boolean everyCharacterHasTokens() {
        return is("byte_fallback")
                && IntStream.range(0, 256).allMatch(value -> vocabulary.containsKey("<0x%02X>".formatted(value)));
    }

    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    void addTo(SafeCuts cuts) {
        cuts.addVocabulary(vocabulary.keySet(), everyCharacterHasTokens());
        merges.forEach(merge -> cuts.addMerge(merge[0], merge[1]));
        if (is("ignore_merges")) {
            cuts.giveUp(); // a whole text may be one token that its parts are not merged to
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "BPE");
        json.writeStringField("unk_token", unknownToken());
        for (String flag : FLAGS) {
            json.writeBooleanField(flag, is(flag));
        }
        json.writeObjectFieldStart("vocab");
        for (Map.Entry<String, Integer> entry : vocabulary.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("merges");
        for (String[] merge : merges) {
            json.writeArray(merge, 0, 2);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}

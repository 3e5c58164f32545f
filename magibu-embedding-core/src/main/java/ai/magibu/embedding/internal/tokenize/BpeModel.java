package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.config.Json;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private final Json settings;

    /** Vocabulary and merges are not read as one tree, because they have megabytes. */
    private BpeModel(Path file, JsonParser parser) throws IOException {
        this.file = file;
        require(parser, JsonToken.START_OBJECT, "an object as \"model\"");
        Set<String> keys = new HashSet<>();
        ObjectNode others = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            keys.add(key);
            Json.requireKnown(file, key, KEYS);
            switch (key) {
                case "vocab" -> readVocabulary(parser);
                case "merges" -> readMerges(parser);
                default -> others.set(key, parser.readValueAsTree());
            }
        }
        if (!keys.containsAll(List.of("vocab", "merges"))) {
            throw malformed("\"vocab\" and \"merges\" in \"model\"", "only " + keys);
        }
        this.settings = Json.of(file, "model", others);
    }

    /** Reads on from the start of the object, and checks it. */
    static BpeModel read(Path file, JsonParser parser) throws IOException {
        BpeModel model = new BpeModel(file, parser);
        model.check();
        return model;
    }

    private void readVocabulary(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_OBJECT, "ids by token as \"vocab\"");
        BitSet ids = new BitSet();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = TokenizerFile.requireWellFormed(file, parser.currentName());
            parser.nextToken();
            require(parser, JsonToken.VALUE_NUMBER_INT, "a whole number as id of the token \"" + token + "\"");
            long id = parser.getLongValue();
            if (id < 0 || id > MAX_ID) {
                throw malformed("token ids from 0 to " + MAX_ID, id + " of \"" + token + "\"");
            }
            if (ids.get((int) id)) {
                throw malformed("each id once in the vocabulary", id + " twice");
            }
            ids.set((int) id);
            vocabulary.put(token, (int) id);
        }
    }

    private void readMerges(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_ARRAY, "a list as \"merges\"");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode merge = parser.readValueAsTree();
            boolean isPair = merge.size() == 2 && merge.path(0).isTextual() && merge.path(1).isTextual();
            String[] parts = isPair
                    ? new String[] {merge.get(0).textValue(), merge.get(1).textValue()}
                    : merge.asText().split(" ", -1); // one part if it is not a string
            if (parts.length != 2) {
                throw malformed("two tokens in each merge", merge + " as merge " + merges.size());
            }
            merges.add(parts);
        }
    }

    private void require(JsonParser parser, JsonToken expected, String what) throws IOException {
        if (parser.currentToken() != expected) {
            throw malformed(what, String.valueOf(parser.getText()));
        }
    }

    private ModelFormatException malformed(String expected, String found) {
        return new ModelFormatException(file, expected, found);
    }

    private void check() {
        settings.get("type").choice(Map.of("BPE", true));
        Json dropout = settings.get("dropout");
        if (dropout.isPresent() && dropout.number() != 0) {
            throw dropout.unsupported("no dropout, which tokenizes at random");
        }
        settings.get("continuing_subword_prefix").requireIfPresent("");
        settings.get("end_of_word_suffix").requireIfPresent("");
        FLAGS.forEach(this::is);
        String unknown = unknownToken();
        if (unknown != null && !vocabulary.containsKey(unknown) && !everyCharacterHasTokens()) {
            throw settings.get("unk_token").wrong("a token of the vocabulary");
        }
        for (String[] merge : merges) {
            for (String token : new String[] {merge[0], merge[1], merge[0] + merge[1]}) {
                if (!vocabulary.containsKey(token)) {
                    throw malformed("the parts and the result of each merge in the vocabulary", "no \"" + token + "\"");
                }
            }
        }
    }

    boolean is(String flag) {
        return settings.get(flag).bool(false);
    }

    private @Nullable String unknownToken() {
        return settings.has("unk_token") ? settings.get("unk_token").string() : null;
    }

    /** Returns whether a character that is not a token becomes the tokens of its bytes. */
    private boolean everyCharacterHasTokens() {
        return is("byte_fallback")
                && IntStream.range(0, 256).allMatch(value -> vocabulary.containsKey(String.format(Locale.ROOT, "<0x%02X>", value)));
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

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "BPE");
        json.put("unk_token", unknownToken());
        FLAGS.forEach(flag -> json.put(flag, is(flag)));
        json.put("vocab", vocabulary);
        json.put("merges", merges);
        return json;
    }
}

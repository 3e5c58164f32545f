package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.api.AdaptationException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The raw content of a {@code tokenizer.json}. Vocabulary and merges are streamed; a tree of them would take a gigabyte. */
final class TokenizerJson {

    static final String MODEL = "model";
    static final String VOCABULARY = "vocab";
    static final String MERGES = "merges";

    /** Does not keep the names of fields, because here they are the words of the vocabulary. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build())
            .build();

    private final Path file;
    private final ObjectNode parts = JSON.createObjectNode();
    private final ObjectNode model = JSON.createObjectNode();
    private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
    private final List<String> mergeParts = new ArrayList<>();
    private boolean mergesAsText;

    private TokenizerJson(Path file) {
        this.file = file;
    }

    static TokenizerJson read(Path file) {
        TokenizerJson json = new TokenizerJson(file);
        try (InputStream in = Files.newInputStream(file); JsonParser parser = JSON.createParser(in)) {
            json.object(parser);
        } catch (JsonProcessingException e) {
            throw new AdaptationException(file + ": it is not a tokenizer.json: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw Fault.unreadable(file, e);
        }
        return json;
    }

    /** Returns all parts but the model. */
    ObjectNode parts() {
        return parts;
    }

    /** Returns the model without the vocabulary and the merges. */
    ObjectNode model() {
        return model;
    }

    /** Returns the IDs of the tokens. */
    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    /** Returns the merges: two texts each. */
    List<String> mergeParts() {
        return mergeParts;
    }

    /** Returns whether each merge is one text with a blank, as in older files. */
    boolean mergesAsText() {
        return mergesAsText;
    }

    private void object(JsonParser parser) throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(MODEL)) {
                model(parser);
            } else {
                parts.set(name, parser.<JsonNode>readValueAsTree());
            }
        }
    }

    private void model(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "\"model\" is not an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken first = parser.nextToken();
            if (name.equals(VOCABULARY) && first == JsonToken.START_OBJECT) {
                vocabulary(parser);
            } else if (name.equals(MERGES) && first == JsonToken.START_ARRAY) {
                merges(parser);
            } else {
                model.set(name, parser.<JsonNode>readValueAsTree());
            }
        }
    }

    private void vocabulary(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String token = parser.currentName();
            require(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, "the ID of the token \"" + token + "\" is not a number");
            vocabulary.put(token, parser.getIntValue());
        }
    }

    private void merges(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                int blank = text.indexOf(' ');
                require(blank > 0 && blank == text.lastIndexOf(' '), "the merge \"" + text + "\" is not two tokens with a blank between");
                mergesAsText = true;
                mergeParts.add(text.substring(0, blank));
                mergeParts.add(text.substring(blank + 1));
            } else {
                require(parser.currentToken() == JsonToken.START_ARRAY, "a merge is neither a text nor an array");
                for (int i = 0; i < 2; i++) {
                    require(parser.nextToken() == JsonToken.VALUE_STRING, "a part of a merge is not a text");
                    mergeParts.add(parser.getText());
                }
                require(parser.nextToken() == JsonToken.END_ARRAY, "a merge has more than two parts");
            }
        }
    }

    private void require(boolean fine, String fault) {
        if (!fine) {
            throw Fault.contradiction(file, fault);
        }
    }
}

package ai.magibu.adaptation.internal.cloning;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a {@code tokenizer.json}.
 *
 * @param ids the ids of the vocabulary and of the added tokens, by the raw string
 * @param size the count of tokens in the vocabulary, without added tokens that it does not hold
 * @param unknownToken the token for what has no other; null for none
 */
public record Vocabulary(Path file, Map<String, Integer> ids, int size, @Nullable String unknownToken) {

    /** Field names are the words of the vocabulary, some hundred thousand. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build())
            .build();

    /**
     * Reads the tokens, one at a time, and skips the merges.
     *
     * @throws AdaptationException if the file cannot be read or has no vocabulary
     */
    public static Vocabulary read(Path file) {
        try (JsonParser parser = JSON.createParser(Files.newInputStream(file))) {
            return new Reader(file, parser).read();
        } catch (JsonProcessingException e) {
            throw new AdaptationException(file + ": it is not a tokenizer.json: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new AdaptationException("The tokenizer cannot be read: " + FileFault.reason(e), e);
        }
    }

    /**
     * Returns the tokens by id, which are the rows of the table.
     *
     * @throws AdaptationException if the ids are not 0 to n − 1, once each
     */
    String[] rows() {
        @Nullable
        String[] tokens = new String[size];
        ids.forEach((token, id) -> {
            if (id < 0 || id >= size) {
                throw new AdaptationException(file + ": the token \"" + token + "\" has the id " + id + ", but the vocabulary has " + size
                        + " tokens: it is larger than the table. Put every added token into the vocabulary, with ids from 0 on and no"
                        + " gaps.");
            }
            if (tokens[id] != null) {
                throw new AdaptationException(
                        file + ": the tokens \"" + tokens[id] + "\" and \"" + token + "\" have the same id " + id + ".");
            }
            tokens[id] = token;
        });
        String[] rows = new String[size];
        for (int id = 0; id < size; id++) {
            rows[id] = Objects.requireNonNull(tokens[id]); // n different ids below n
        }
        return rows;
    }

    /** Reads on from the start of the file. */
    private static final class Reader {

        private final Path file;
        private final JsonParser parser;
        private final Map<String, Integer> ids = new HashMap<>();
        private @Nullable String unknownToken;

        Reader(Path file, JsonParser parser) {
            this.file = file;
            this.parser = parser;
        }

        Vocabulary read() throws IOException {
            JsonNode added = MissingNode.getInstance();
            JsonNode frame = MissingNode.getInstance();
            parser.nextToken();
            while (nextMember()) {
                switch (parser.currentName()) {
                    case "model" -> readModel();
                    case "added_tokens" -> added = parser.readValueAsTree();
                    case "post_processor" -> frame = parser.readValueAsTree();
                    default -> parser.skipChildren();
                }
            }
            int size = ids.size();
            if (size == 0) {
                throw new AdaptationException(file + ": it is not a tokenizer.json: it has no \"vocab\" in a \"model\".");
            }
            for (JsonNode token : added) {
                add(token.path("content").asText(), token.path("id").asInt(-1));
            }
            requireFrame(frame.path("special_tokens"));
            return new Vocabulary(file, ids, size, unknownToken);
        }

        /** Moves to the value of the next member. */
        private boolean nextMember() throws IOException {
            return parser.nextToken() == JsonToken.FIELD_NAME && parser.nextToken() != null;
        }

        private void readModel() throws IOException {
            while (nextMember()) {
                switch (parser.currentName()) {
                    case "vocab" -> {
                        while (nextMember()) {
                            add(parser.currentName(), parser.getValueAsInt(-1));
                        }
                    }
                    case "unk_token" -> unknownToken = parser.getValueAsString();
                    default -> parser.skipChildren();
                }
            }
        }

        private void add(String token, int id) {
            Integer before = ids.putIfAbsent(token, id);
            if (before != null && before != id) {
                throw new AdaptationException(file + ": the token \"" + token + "\" has two ids, " + before + " and " + id + ".");
            }
        }

        /** The library takes these ids without a look at the tokens. */
        private void requireFrame(JsonNode specialTokens) {
            for (JsonNode special : specialTokens) {
                for (int i = 0; i < special.path("tokens").size(); i++) {
                    String token = special.path("tokens").get(i).asText();
                    Integer id = ids.get(token);
                    if (id == null || id != special.path("ids").path(i).asInt(-1)) {
                        throw new AdaptationException(file + ": \"post_processor\" gives the token \"" + token + "\" the id "
                                + special.path("ids").path(i) + ", and the vocabulary " + id + ".");
                    }
                }
            }
        }
    }
}

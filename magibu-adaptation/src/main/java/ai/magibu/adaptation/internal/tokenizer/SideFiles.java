package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.evaluation.internal.file.AtomicFile;
import ai.magibu.evaluation.internal.file.FileFault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files next to a {@code tokenizer.json} that name tokens again: settings, special tokens, added tokens. Immutable. */
public final class SideFiles {

    private static final List<String> NAMES =
            List.of(ModelFiles.TOKENIZER_CONFIG, ModelFiles.SPECIAL_TOKENS, ModelFiles.ADDED_TOKENS);
    private static final String ADDED_TOKENS_DECODER = "added_tokens_decoder";
    private static final String EXTRA = "extra_special_tokens";
    private static final String CONTENT = "content";
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, ObjectNode> files;

    private SideFiles(Map<String, ObjectNode> files) {
        this.files = files;
    }

    /**
     * Reads the files that exist.
     *
     * @param tokenizer the {@code tokenizer.json}
     */
    public static SideFiles of(Path tokenizer) {
        Map<String, ObjectNode> files = new LinkedHashMap<>();
        for (String name : NAMES) {
            Path file = tokenizer.resolveSibling(name);
            if (Files.isRegularFile(file)) {
                files.put(name, read(file, JSON));
            }
        }
        return new SideFiles(files);
    }

    private static ObjectNode read(Path file, JsonMapper json) {
        try {
            if (json.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Fault.contradiction(file, "it is not valid JSON");
        } catch (IOException e) {
            throw Fault.unreadable(file, e);
        }
        throw Fault.contradiction(file, "it is not a JSON object");
    }

    /** Returns the tokens with a role, such as {@code eos_token}. */
    public Set<String> namedTokens() {
        Set<String> tokens = new LinkedHashSet<>();
        for (String name : List.of(ModelFiles.TOKENIZER_CONFIG, ModelFiles.SPECIAL_TOKENS)) {
            ObjectNode file = files.getOrDefault(name, JSON.createObjectNode());
            for (Map.Entry<String, JsonNode> member : file.properties()) {
                if (member.getKey().endsWith("_token")) {
                    tokens.add(text(member.getValue()));
                } else if (member.getKey().endsWith("special_tokens")) {
                    member.getValue().forEach(token -> tokens.add(text(token)));
                }
            }
        }
        tokens.remove("");
        return tokens;
    }

    /** Writes the files for another vocabulary. Tokens that it lacks are left out, since a library would add them behind the last row. */
    public void write(Path folder, BpeModel model) {
        files.forEach((name, content) -> {
            ObjectNode file = name.equals(ModelFiles.ADDED_TOKENS) ? addedTokens(content, model) : settings(content, model);
            Path target = folder.resolve(name);
            try {
                AtomicFile.replace(target, (file.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AdaptationException(target + ": the file cannot be written: " + FileFault.reason(e), e);
            }
        });
    }

    private static ObjectNode addedTokens(ObjectNode content, BpeModel model) {
        ObjectNode kept = JSON.createObjectNode();
        content.fieldNames().forEachRemaining(token -> {
            if (model.id(token) >= 0) {
                kept.put(token, model.id(token));
            }
        });
        return kept;
    }

    private static ObjectNode settings(ObjectNode content, BpeModel model) {
        ObjectNode kept = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> member : content.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (name.equals(ADDED_TOKENS_DECODER)) {
                kept.set(name, decoder(value, model));
            } else if (name.equals(EXTRA)) {
                kept.set(name, extra(value, model));
            } else if (name.endsWith("special_tokens") && value.isArray()) {
                ArrayNode tokens = kept.putArray(name);
                value.forEach(token -> addIfKnown(tokens, token, model));
            } else if (!name.endsWith("_token") || value.isBoolean() || text(value).isEmpty() || model.id(text(value)) >= 0) {
                kept.set(name, value);
            }
        }
        return kept;
    }

    private static ObjectNode decoder(JsonNode entries, BpeModel model) {
        ObjectNode kept = JSON.createObjectNode();
        List<JsonNode> tokens = new ArrayList<>();
        entries.forEach(entry -> {
            if (model.id(text(entry)) >= 0) {
                tokens.add(entry);
            }
        });
        tokens.sort((first, second) -> Integer.compare(model.id(text(first)), model.id(text(second))));
        tokens.forEach(token -> kept.set(String.valueOf(model.id(text(token))), token));
        return kept;
    }

    /** Returns an object even for a list, which breaks the transformers library. */
    private static ObjectNode extra(JsonNode tokens, BpeModel model) {
        ObjectNode kept = JSON.createObjectNode();
        if (tokens.isObject()) {
            for (Map.Entry<String, JsonNode> token : tokens.properties()) {
                if (model.id(text(token.getValue())) >= 0) {
                    kept.set(token.getKey(), token.getValue());
                }
            }
        } else {
            tokens.forEach(token -> {
                if (model.id(text(token)) >= 0) {
                    kept.set("extra_" + kept.size() + "_token", token);
                }
            });
        }
        return kept;
    }

    private static void addIfKnown(ArrayNode tokens, JsonNode token, BpeModel model) {
        if (model.id(text(token)) >= 0) {
            tokens.add(token);
        }
    }

    private static String text(JsonNode token) {
        return token.isTextual() ? token.asText() : token.path(CONTENT).asText("");
    }
}

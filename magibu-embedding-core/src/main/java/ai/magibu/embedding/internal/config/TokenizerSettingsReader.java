package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json} as transformers does. Some
 * settings change the token ids and have no counterpart here; these are refused by name.
 */
final class TokenizerSettingsReader {

    private static final Set<String> GEMMA_CLASSES = Set.of("GemmaTokenizer", "GemmaTokenizerFast");
    private static final Set<String> GENERIC_CLASSES = Set.of("TokenizersBackend", "PreTrainedTokenizerFast", "PreTrainedTokenizer");
    private static final List<String> TOKEN_LISTS = List.of("additional_special_tokens", "extra_special_tokens");

    private final List<DeclaredToken> tokens = new ArrayList<>();

    private TokenizerSettingsReader() {}

    /**
     * @param config {@code config.json}, which may name the tokenizer's class
     * @param tokenizer {@code tokenizer_config.json}
     */
    static TokenizerSettings read(
            Path limitFile,
            JsonFile config,
            @Nullable JsonFile tokenizer,
            @Nullable JsonFile specialTokens,
            @Nullable JsonFile addedTokens) {
        TokenizerSettingsReader reader = new TokenizerSettingsReader();
        TruncationSide side = null;
        if (tokenizer != null) {
            refuseOtherIds(tokenizer);
            side = truncationSide(tokenizer);
            reader.addedTokensDecoder(tokenizer); // transformers adds these first
            reader.specialTokens(tokenizer);
        }
        if (specialTokens != null) {
            reader.specialTokens(specialTokens.requireObject());
        }
        if (addedTokens != null) {
            addedTokens.requireObject().node().fieldNames().forEachRemaining(name -> reader.tokens.add(
                    new DeclaredToken(addedTokens.file(), name, addedTokens.nonNegativeInt(name), null)));
        }
        return new TokenizerSettings(limitFile, side, gemmaClass(config, tokenizer), List.copyOf(reader.tokens));
    }

    private static void refuseOtherIds(JsonFile json) {
        if (json.bool("split_special_tokens", false)) {
            throw new UnsupportedModelException(json.file(), "\"split_special_tokens\": true", "false");
        }
        if (json.bool("fix_mistral_regex", false)) {
            throw new UnsupportedModelException(json.file(), "\"fix_mistral_regex\": true", "false");
        }
        String backend = json.optionalString("backend").orElse("tokenizers");
        if (!backend.equals("tokenizers")) {
            throw new UnsupportedModelException(json.file(), "backend \"" + backend + "\"", "tokenizers");
        }
        if (json.has("auto_map") && json.node().get("auto_map").has("AutoTokenizer")) {
            throw new UnsupportedModelException(json.file(), "a tokenizer with its own Python code (\"auto_map\")", "tokenizer.json alone");
        }
        if (json.has("model_input_names")) {
            List<String> names = new ArrayList<>();
            json.node().get("model_input_names").forEach(name -> names.add(name.asText()));
            if (!names.containsAll(List.of("input_ids", "attention_mask"))) {
                throw new UnsupportedModelException(json.file(), "model_input_names " + names, "input_ids with attention_mask");
            }
        }
    }

    private static @Nullable TruncationSide truncationSide(JsonFile json) {
        if (!json.has("truncation_side")) {
            return null;
        }
        String side = json.string("truncation_side");
        return switch (side) {
            case "left" -> TruncationSide.LEFT;
            case "right" -> TruncationSide.RIGHT;
            default -> throw json.wrong("truncation_side", "left or right", json.node().get("truncation_side"));
        };
    }

    /** transformers takes the class from tokenizer_config.json, then from config.json, and else Gemma's own. */
    private static boolean gemmaClass(JsonFile config, @Nullable JsonFile tokenizer) {
        JsonFile naming = tokenizer != null && tokenizer.has("tokenizer_class") ? tokenizer : config;
        String name = naming.optionalString("tokenizer_class").orElse("GemmaTokenizer");
        if (!GEMMA_CLASSES.contains(name) && !GENERIC_CLASSES.contains(name)) {
            throw new UnsupportedModelException(
                    naming.file(), "tokenizer_class \"" + name + "\"", "GemmaTokenizer, TokenizersBackend, PreTrainedTokenizerFast");
        }
        return GEMMA_CLASSES.contains(name);
    }

    /** Keys such as {@code bos_token}, and lists or objects of further tokens. */
    private void specialTokens(JsonFile json) {
        for (Map.Entry<String, JsonNode> entry : json.node().properties()) {
            JsonNode value = entry.getValue();
            if (entry.getKey().endsWith("_token") && !value.isBoolean()) {
                specialToken(json, entry.getKey(), value);
            } else if (TOKEN_LISTS.contains(entry.getKey())) {
                value.forEach(token -> specialToken(json, entry.getKey(), token));
            }
        }
    }

    private void specialToken(JsonFile json, String key, JsonNode value) {
        if (value.isTextual()) {
            tokens.add(new DeclaredToken(json.file(), value.textValue(), null, null));
        } else if (value.path("content").isTextual()) {
            tokens.add(new DeclaredToken(json.file(), value.path("content").textValue(), null, flags(value)));
        } else if (!value.isNull()) {
            throw json.wrong(key, "a token, or an object with its \"content\"", value);
        }
    }

    private void addedTokensDecoder(JsonFile json) {
        if (!json.has("added_tokens_decoder")) {
            return;
        }
        JsonFile decoder = json.object("added_tokens_decoder");
        for (String id : names(decoder)) {
            JsonFile token = decoder.object(id);
            tokens.add(new DeclaredToken(json.file(), token.string("content"), id(decoder, id), flags(token.node())));
        }
    }

    /** With the defaults of transformers' {@code AddedToken}. */
    private static TokenFlags flags(JsonNode token) {
        return new TokenFlags(
                token.path("single_word").asBoolean(),
                token.path("lstrip").asBoolean(),
                token.path("rstrip").asBoolean(),
                token.path("normalized").asBoolean(!token.path("special").asBoolean()));
    }

    private static int id(JsonFile decoder, String id) {
        if (!id.matches("[0-9]{1,9}")) {
            throw decoder.wrong(id, "a token id of at most nine digits", decoder.node().get(id));
        }
        return Integer.parseInt(id);
    }

    private static Collection<String> names(JsonFile json) {
        List<String> names = new ArrayList<>();
        json.node().fieldNames().forEachRemaining(names::add);
        return names;
    }
}

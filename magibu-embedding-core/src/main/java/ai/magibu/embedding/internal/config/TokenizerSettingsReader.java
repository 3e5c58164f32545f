package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.TokenizerSettings.DeclaredToken;
import ai.magibu.embedding.internal.config.TokenizerSettings.TokenFlags;
import ai.magibu.embedding.internal.config.TokenizerSettings.TruncationSide;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json} as transformers does. Some
 * settings change the token ids and have no counterpart here; these are rejected by name.
 */
final class TokenizerSettingsReader {

    /** By the name of a tokenizer's class: whether it is transformers' class for Gemma. */
    private static final Map<String, Boolean> CLASSES = Map.of(
            "GemmaTokenizer", true, "GemmaTokenizerFast", true,
            "TokenizersBackend", false, "PreTrainedTokenizerFast", false, "PreTrainedTokenizer", false);

    private static final Map<String, TruncationSide> SIDES = Map.of("left", TruncationSide.LEFT, "right", TruncationSide.RIGHT);
    private static final Set<String> TOKEN_LISTS = Set.of("additional_special_tokens", "extra_special_tokens");

    private final List<DeclaredToken> tokens = new ArrayList<>();

    /**
     * @param config {@code config.json}, which may name the tokenizer's class
     * @param tokenizer {@code tokenizer_config.json}
     */
    TokenizerSettings read(
            Path limitFile, Json config, @Nullable Json tokenizer, @Nullable Json specialTokens, @Nullable Json addedTokens) {
        TruncationSide side = null;
        if (tokenizer != null) {
            rejectOtherIds(tokenizer);
            Json truncation = tokenizer.get("truncation_side");
            side = truncation.isPresent() ? truncation.choice(SIDES) : null;
            addedTokensDecoder(tokenizer.get("added_tokens_decoder")); // transformers adds these first
            specialTokens(tokenizer);
        }
        if (specialTokens != null) {
            specialTokens(specialTokens);
        }
        if (addedTokens != null) {
            addedTokens.members().forEach((content, id) -> tokens.add(
                    new DeclaredToken(addedTokens.file(), content, (int) id.wholeNumber(0, Integer.MAX_VALUE), null)));
        }
        return new TokenizerSettings(limitFile, side, isGemma(config, tokenizer), List.copyOf(tokens));
    }

    private static void rejectOtherIds(Json json) {
        json.get("split_special_tokens").rejectTrue();
        json.get("fix_mistral_regex").rejectTrue();
        json.get("backend").requireIfPresent("tokenizers");
        if (json.get("auto_map").has("AutoTokenizer")) {
            throw new UnsupportedModelException(json.file(), "a tokenizer with its own Python code (\"auto_map\")", "tokenizer.json alone");
        }
        Json inputs = json.get("model_input_names");
        if (inputs.isPresent()
                && !inputs.elements().stream().map(Json::string).toList().containsAll(List.of("input_ids", "attention_mask"))) {
            throw inputs.unsupported("input_ids with attention_mask");
        }
    }

    /** transformers takes the class from tokenizer_config.json, then from config.json, and else Gemma's own. */
    private static boolean isGemma(Json config, @Nullable Json tokenizer) {
        Json name = (tokenizer != null && tokenizer.has("tokenizer_class") ? tokenizer : config).get("tokenizer_class");
        return !name.isPresent() || name.choice(CLASSES);
    }

    /** Keys such as {@code bos_token}, and lists or objects of further tokens. */
    private void specialTokens(Json json) {
        json.members().forEach((key, value) -> {
            if (key.endsWith("_token") && !value.isBoolean()) {
                specialToken(value);
            } else if (TOKEN_LISTS.contains(key)) {
                value.children().forEach(this::specialToken);
            }
        });
    }

    private void specialToken(Json token) {
        if (token.isString()) {
            tokens.add(new DeclaredToken(token.file(), token.string(), null, null));
        } else if (token.get("content").isString()) {
            tokens.add(new DeclaredToken(token.file(), token.get("content").string(), null, flags(token)));
        } else if (token.isPresent()) {
            throw token.wrong("a token, or an object with its \"content\",");
        }
    }

    private void addedTokensDecoder(Json decoder) {
        if (!decoder.isPresent()) {
            return;
        }
        decoder.members().forEach((id, token) -> {
            if (!id.matches("[0-9]{1,9}")) {
                throw token.wrong("a token id of at most nine digits");
            }
            tokens.add(new DeclaredToken(token.file(), token.get("content").string(), Integer.valueOf(id), flags(token)));
        });
    }

    /** Returns the flags with the defaults of transformers' {@code AddedToken}. */
    private static TokenFlags flags(Json token) {
        return new TokenFlags(
                token.get("single_word").bool(false),
                token.get("lstrip").bool(false),
                token.get("rstrip").bool(false),
                token.get("normalized").bool(!token.get("special").bool(false)));
    }
}

package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.Json;
import ai.magibu.embedding.internal.config.TokenizerSettings.DeclaredToken;
import ai.magibu.embedding.internal.config.TokenizerSettings.TokenFlags;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tokens that are found in a text before anything else, with the ids that the native library gives them. */
final class AddedTokens {

    /** The native library compares each added token with all others. Gemma has 6,400. */
    private static final int MAX_TOKENS = 20_000;

    record Token(int id, String content, TokenFlags flags, boolean special) {

        static Token of(Json json) {
            TokenFlags flags = new TokenFlags(
                    json.get("single_word").bool(), json.get("lstrip").bool(), json.get("rstrip").bool(), json.get("normalized").bool());
            int id = (int) json.get("id").wholeNumber(0, BpeModel.MAX_ID);
            return new Token(id, TokenizerFile.text(json.get("content")), flags, json.get("special").bool());
        }

        Map<String, Object> json() {
            return Map.of(
                    "id", id,
                    "content", content,
                    "single_word", flags.singleWord(),
                    "lstrip", flags.lstrip(),
                    "rstrip", flags.rstrip(),
                    "normalized", flags.normalized(),
                    "special", special);
        }
    }

    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final Map<String, Integer> vocabulary;
    private int highestId = -1;

    AddedTokens(Json list, Map<String, Integer> vocabulary, Replacements replacements) {
        this.vocabulary = vocabulary;
        List<Json> elements = list.isPresent() ? list.elements() : List.of();
        if (elements.size() > MAX_TOKENS) {
            throw new UnsupportedModelException(list.file(), elements.size() + " added tokens", "up to " + MAX_TOKENS);
        }
        Set<Integer> ids = new HashSet<>();
        Set<String> normalized = new HashSet<>();
        for (Json json : elements) {
            Token token = Token.of(json);
            if (token.id() != nextId(token.content())) {
                throw json.get("id").wrong("the id " + nextId(token.content()) + " for the added token \"" + token.content() + "\"");
            }
            String found = token.flags().normalized() ? replacements.apply(token.content()) : token.content();
            boolean isNew = !tokens.containsKey(token.content()) && ids.add(token.id());
            if (found.isEmpty() || !isNew || token.flags().normalized() && !normalized.add(found)) {
                throw json.wrong("added tokens that differ and are not empty");
            }
            add(token);
        }
    }

    /** Returns the id that the native library gives a token, whatever the file says. */
    private int nextId(String content) {
        Integer known = vocabulary.get(content);
        return known != null ? known : Math.max(vocabulary.size(), highestId + 1);
    }

    private void add(Token token) {
        tokens.put(token.content(), token);
        highestId = Math.max(highestId, token.id());
    }

    /**
     * Adds a token that only another file names, as transformers does.
     *
     * @throws UnsupportedModelException if transformers would use another token
     */
    void declare(DeclaredToken declared) {
        String content = declared.content();
        if (!tokens.containsKey(content) && declared.isAddable()) {
            TokenizerFile.requireWellFormed(declared.file(), content);
            if (content.isEmpty() || tokens.size() >= MAX_TOKENS) {
                throw new ModelFormatException(
                        declared.file(), "tokens that are not empty, and no more than " + MAX_TOKENS, "\"" + content + "\"");
            }
            add(new Token(nextId(content), content, declared.flagsOrDefault(), true));
        }
        Token token = tokens.get(content);
        if (token == null
                || declared.id() != null && declared.id() != token.id()
                || declared.flags() != null && !declared.flags().equals(token.flags())) {
            throw new UnsupportedModelException(
                    declared.file(),
                    "the token \"" + content + "\", which \"added_tokens\" of tokenizer.json does not list or lists otherwise",
                    "the id and flags of tokenizer.json. Load the tokenizer in Python and save it again, so that the files agree");
        }
    }

    void addTo(SafeCuts cuts) {
        tokens.values().forEach(token -> cuts.addAddedToken(token.content(), token.flags()));
    }

    List<Map<String, Object>> json() {
        return tokens.values().stream().map(Token::json).toList();
    }
}

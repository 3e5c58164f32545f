package ai.magibu.adaptation.internal.bpe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Adds single tokens by the rule of the longest prefix: a token is made from the longest token that starts it and the rest. A rest that is
 * not a token is built character by character. Such a token can be unreachable, because other merges may join its characters first.
 */
public final class NamedTokens {

    private final List<String> tokens;
    private final List<Merge> merges;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<Long> pairs = new HashSet<>();

    private NamedTokens(BpeModel model) {
        tokens = new ArrayList<>(model.tokens());
        merges = new ArrayList<>(model.merges());
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        merges.forEach(merge -> pairs.add((long) merge.left() << 32 | merge.right()));
    }

    /**
     * Returns a model with these tokens and those that they need, behind the others.
     *
     * @throws IllegalArgumentException if a character of a token has no token of its own
     */
    public static BpeModel add(BpeModel model, List<String> named) {
        NamedTokens result = new NamedTokens(model);
        named.forEach(result::add);
        return new BpeModel(result.tokens, result.merges);
    }

    private void add(String token) {
        if (ids.containsKey(token)) {
            return;
        }
        token.codePoints().mapToObj(Character::toString).filter(character -> !ids.containsKey(character)).findFirst()
                .ifPresent(character -> {
                    throw new IllegalArgumentException(String.format(Locale.ROOT,
                            "the character U+%04X of the token \"%s\" is not in the vocabulary", character.codePointAt(0), token));
                });
        int cut = token.length() - 1;
        while (!ids.containsKey(token.substring(0, cut))) {
            cut--;
        }
        merge(token.substring(0, cut), build(token.substring(cut)));
    }

    /** Makes a token from left to right, character by character. */
    private String build(String text) {
        if (ids.containsKey(text)) {
            return text;
        }
        int end = Character.charCount(text.codePointAt(0));
        while (end < text.length()) {
            int after = end + Character.charCount(text.codePointAt(end));
            merge(text.substring(0, end), text.substring(end, after));
            end = after;
        }
        return text;
    }

    private void merge(String left, String right) {
        int first = id(left);
        int second = id(right);
        int result = id(left + right);
        if (pairs.add((long) first << 32 | second)) {
            merges.add(new Merge(first, second, result));
        }
    }

    private int id(String text) {
        return ids.computeIfAbsent(text, token -> {
            tokens.add(token);
            return tokens.size() - 1;
        });
    }
}

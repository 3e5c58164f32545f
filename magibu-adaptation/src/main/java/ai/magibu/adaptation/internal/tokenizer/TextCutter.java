package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.WordBoundaries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Cuts a text into parts that a tokenizer encodes independently of each other: added tokens, and words between places that no token
 * crosses. The tokens of a text are those of its parts. Immutable and safe for concurrent use.
 */
public final class TextCutter {

    private final WordBoundaries boundaries;
    private final Set<String> addedTokens;
    private final Map<Character, List<Integer>> lengths = new HashMap<>();

    /**
     * Prepares the tokens of a file.
     *
     * @param further tokens that will be added and may have characters other than letters
     */
    public TextCutter(TokenizerFile file, Collection<String> further) {
        List<String> tokens = new ArrayList<>(file.model().tokens());
        tokens.addAll(further);
        boundaries = new WordBoundaries(tokens);
        addedTokens = new HashSet<>(file.addedTokens());
        addedTokens.remove("");
        Map<Character, TreeSet<Integer>> found = new HashMap<>();
        addedTokens.forEach(token -> found.computeIfAbsent(token.charAt(0), first -> new TreeSet<>()).add(-token.length()));
        found.forEach((first, negative) -> lengths.put(first, negative.stream().map(length -> -length).toList()));
    }

    /** Gives the parts of a text to a consumer, in order. Blanks become {@link BpeModel#WORD_START}. */
    public void cut(String text, Consumer<String> parts) {
        int start = 0;
        int last = -1;
        for (int at = 0; at < text.length();) {
            int added = addedToken(text, at);
            if (added > 0) {
                emit(text, start, at, parts);
                parts.accept(text.substring(at, at + added));
                at += added;
                start = at;
                last = -1;
            } else {
                int next = text.codePointAt(at);
                next = next == ' ' ? BpeModel.WORD_START : next;
                if (last >= 0 && boundaries.between(last, next)) {
                    emit(text, start, at, parts);
                    start = at;
                }
                last = next;
                at += Character.charCount(text.codePointAt(at));
            }
        }
        emit(text, start, text.length(), parts);
    }

    /** Returns the length of the longest added token at a place, or 0. */
    private int addedToken(String text, int at) {
        for (int length : lengths.getOrDefault(text.charAt(at), List.of())) {
            if (at + length <= text.length() && addedTokens.contains(text.substring(at, at + length))) {
                return length;
            }
        }
        return 0;
    }

    private static void emit(String text, int start, int end, Consumer<String> parts) {
        if (end > start) {
            parts.accept(text.substring(start, end).replace(' ', BpeModel.WORD_START));
        }
    }
}

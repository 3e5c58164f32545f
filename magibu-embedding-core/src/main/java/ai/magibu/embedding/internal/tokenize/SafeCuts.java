package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.internal.config.TokenizerSettings.TokenFlags;
import java.util.BitSet;
import java.util.Collection;

/**
 * Finds places where a text can be cut without changing its tokens: the tokens of the two parts, one after the other, are those
 * of the whole. A cut between two characters is safe under three conditions:
 *
 * <ul>
 *   <li>No merge joins a token that ends with the first character to one that begins with the second.
 *   <li>No added token contains both next to each other.
 *   <li>No unknown character comes before the cut, because unknown characters may share a token.
 * </ul>
 */
final class SafeCuts {

    private final Replacements replacements;
    /** Pairs that an added token contains in the text as it is. */
    private final CharacterPairs raw = new CharacterPairs();
    /** Pairs that a merge joins, or that an added token contains, in the normalized text. */
    private final CharacterPairs normalized = new CharacterPairs();

    /** Characters that are tokens. */
    private final BitSet known = new BitSet();

    private boolean everyCharacterHasTokens;
    private boolean possible;

    SafeCuts(Replacements replacements) {
        this.replacements = replacements;
        this.possible = replacements.areOfSingleCharacters();
    }

    /** Gives up: something in the tokenizer looks at more than two neighbors. */
    void giveUp() {
        possible = false;
    }

    void addMerge(String left, String right) {
        if (left.isEmpty() || right.isEmpty() || isByte(left) || isByte(right)) {
            possible = false; // bytes of one character could be joined to those of another
        } else {
            normalized.add(left.codePointBefore(left.length()), right.codePointAt(0));
        }
    }

    private static boolean isByte(String token) {
        return token.length() == 6 && token.startsWith("<0x") && token.endsWith(">");
    }

    void addVocabulary(Collection<String> tokens, boolean byteFallback) {
        everyCharacterHasTokens = byteFallback;
        for (String token : tokens) {
            if (token.length() <= 2 && token.codePointCount(0, token.length()) == 1) {
                known.set(token.codePointAt(0));
            }
        }
    }

    void addAddedToken(String content, TokenFlags flags) {
        if (flags.lstrip() || flags.rstrip() || flags.singleWord()) {
            possible = false; // these look at what is around them
        } else if (flags.normalized()) {
            normalized.addInside(replacements.apply(content));
        } else {
            raw.addInside(content);
        }
    }

    /** Returns the first index from {@code from} on (above 0) and below {@code to} where the text can be cut, or −1. */
    int find(String text, int from, int to) {
        if (!possible) {
            return -1;
        }
        for (int i = from; i < to; i++) {
            if (isSafe(text, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSafe(String text, int index) {
        int left = character(text.codePointBefore(index));
        int right = character(text.codePointAt(index));
        if (Character.isLowSurrogate(text.charAt(index)) && Character.isHighSurrogate(text.charAt(index - 1)) || raw.mayHold(left, right)) {
            return false;
        }
        String before = replacements.apply(Character.toString(left));
        String after = replacements.apply(Character.toString(right));
        if (before.isEmpty() || after.isEmpty()) {
            return false;
        }
        int last = before.codePointBefore(before.length());
        return (everyCharacterHasTokens || known.get(last)) && !normalized.mayHold(last, after.codePointAt(0));
    }

    /** A lone surrogate is tokenized as U+FFFD. */
    private static int character(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xFFFD : codePoint;
    }
}

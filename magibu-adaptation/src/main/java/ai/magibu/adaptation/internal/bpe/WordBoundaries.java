package ai.magibu.adaptation.internal.bpe;

import java.util.Collection;

/**
 * The places where a text can be cut without a change to its tokens: between two characters that are neighbors in no token. Letters stay
 * together all the same, because new tokens may join them. Immutable and safe for concurrent use.
 */
public final class WordBoundaries {

    private final PairMap neighbors;

    /**
     * Finds the neighbors.
     *
     * @param tokens all tokens of two or more characters; other texts do no harm
     */
    public WordBoundaries(Collection<String> tokens) {
        neighbors = new PairMap(1 << 16);
        for (String token : tokens) {
            int first = token.isEmpty() ? -1 : token.codePointAt(0);
            for (int i = first < 0 ? 0 : Character.charCount(first); i < token.length(); i += Character.charCount(first)) {
                int second = token.codePointAt(i);
                neighbors.put(first, second, 0);
                first = second;
            }
        }
    }

    /** Returns whether no token joins these two characters, and no new one of letters could. */
    public boolean between(int first, int second) {
        boolean joinable = Letters.isLetter(second) && (first == BpeModel.WORD_START || Letters.isLetter(first));
        return !joinable && neighbors.get(first, second) == PairMap.ABSENT;
    }
}

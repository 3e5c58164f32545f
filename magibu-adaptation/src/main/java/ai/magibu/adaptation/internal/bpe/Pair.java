package ai.magibu.adaptation.internal.bpe;

import java.util.Arrays;

/** Two neighboring tokens, how often they occur, and the words that they occur in. In the order of the tokens' texts. */
final class Pair implements Comparable<Pair> {

    private final int left;
    private final int right;
    private final String leftText;
    private final String rightText;
    private final boolean candidate;
    private int[] words = new int[2];
    private int wordCount;
    private long weight;
    private long count;

    Pair(int left, int right, String leftText, String rightText, int longest) {
        this.left = left;
        this.right = right;
        this.leftText = leftText;
        this.rightText = rightText;
        this.candidate = Letters.canStart(leftText) && Letters.canEnd(rightText)
                && leftText.codePointCount(0, leftText.length()) + rightText.codePointCount(0, rightText.length()) <= longest;
    }

    int left() {
        return left;
    }

    int right() {
        return right;
    }

    String text() {
        return leftText + rightText;
    }

    /** Returns whether the pair may become a token. */
    boolean isCandidate() {
        return candidate;
    }

    long weight() {
        return weight;
    }

    long count() {
        return count;
    }

    /** Returns the numbers of the words that have had the pair. */
    int[] words() {
        return Arrays.copyOf(words, wordCount);
    }

    /** Counts an occurrence in a word that perhaps did not have the pair. */
    void enter(int number, SplitWord word) {
        if (wordCount == 0 || words[wordCount - 1] != number) {
            if (wordCount == words.length) {
                words = Arrays.copyOf(words, Math.max(2, wordCount * 2));
            }
            words[wordCount++] = number;
        }
        add(word);
    }

    /** Counts an occurrence in a word that has had the pair. */
    void add(SplitWord word) {
        weight += word.weight();
        count += word.count();
    }

    void remove(SplitWord word) {
        weight -= word.weight();
        count -= word.count();
    }

    void forgetWords() {
        words = new int[0];
        wordCount = 0;
    }

    @Override
    public int compareTo(Pair other) {
        int byLeft = leftText.compareTo(other.leftText);
        return byLeft != 0 ? byLeft : rightText.compareTo(other.rightText);
    }
}

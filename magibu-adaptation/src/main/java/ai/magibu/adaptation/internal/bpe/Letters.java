package ai.magibu.adaptation.internal.bpe;

/** The characters that new tokens consist of: letters and their marks. No digits, which models read one by one. */
final class Letters {

    private static final int MARKS =
            1 << Character.NON_SPACING_MARK | 1 << Character.ENCLOSING_MARK | 1 << Character.COMBINING_SPACING_MARK;

    private Letters() {}

    static boolean isLetter(int codePoint) {
        return Character.isLetter(codePoint) || (MARKS >> Character.getType(codePoint) & 1) != 0;
    }

    /** Returns whether a token can be the second part of a new token: letters only. */
    static boolean canEnd(String token) {
        return !token.isEmpty() && token.codePoints().allMatch(Letters::isLetter);
    }

    /** Returns whether a token can be the first part of a new token: letters, perhaps behind the start of a word, or that start alone. */
    static boolean canStart(String token) {
        return canEnd(token) || !token.isEmpty() && token.charAt(0) == BpeModel.WORD_START
                && token.codePoints().skip(1).allMatch(Letters::isLetter);
    }
}

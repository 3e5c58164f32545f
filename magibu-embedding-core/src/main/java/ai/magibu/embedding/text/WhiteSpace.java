package ai.magibu.embedding.text;

/** Unicode's property White_Space. {@link Character#isWhitespace} lacks the no-break spaces and U+0085. */
final class WhiteSpace {

    private WhiteSpace() {}

    static boolean is(char c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == '\u0085' || c == '\u00A0' || c > '\u1000' && Character.isSpaceChar(c);
    }

    /** Returns whether there is white space in a range. */
    static boolean isIn(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (is(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** White space, or a character that has no width and joins nothing: nothing is lost if a text begins after it. */
    private static boolean isBlank(char c) {
        return is(c) || c == '\u00AD' || c == '\u200B' || c == '\u2060' || c == '\uFEFF' || c < ' ';
    }

    /** Returns the first index from {@code start} on that is not blank, at most {@code end}. */
    static int skip(CharSequence text, int start, int end) {
        int i = start;
        while (i < end && isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Returns the end of the text in a range, without blanks at its end. */
    static int strip(CharSequence text, int start, int end) {
        int i = end;
        while (i > start && isBlank(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    /** Counts line breaks in a range; a paragraph separator counts twice, CR LF once. */
    static int lineBreaks(CharSequence text, int start, int end) {
        int breaks = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\u2029') {
                breaks += 2;
            } else if (isLineBreak(c) && !(c == '\n' && i > start && text.charAt(i - 1) == '\r')) {
                breaks++;
            }
        }
        return breaks;
    }

    static boolean isLineBreak(char c) {
        return c >= '\n' && c <= '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}

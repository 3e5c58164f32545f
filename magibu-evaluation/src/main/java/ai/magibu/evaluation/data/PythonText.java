package ai.magibu.evaluation.data;

/** Python's treatment of text where Java's differs. */
final class PythonText {

    private static final int NEXT_LINE = 0x85;

    private PythonText() {}

    /** Strips whitespace as {@code str.strip()} does, which includes no-break spaces. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == NEXT_LINE;
    }
}

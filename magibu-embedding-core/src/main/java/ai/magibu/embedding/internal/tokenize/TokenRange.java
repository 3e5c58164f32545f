package ai.magibu.embedding.internal.tokenize;

/** Some of a text's tokens: from {@code from} up to but not including {@code to}. */
public record TokenRange(int from, int to) {

    public int length() {
        return to - from;
    }

    /** Returns the same tokens after {@code by} more tokens are put before them. */
    public TokenRange shifted(int by) {
        return new TokenRange(from + by, to + by);
    }
}

package ai.magibu.embedding.tokenize;

/** Some of a text's tokens: from {@code from} up to but not including {@code to}. */
public record TokenRange(int from, int to) {

    public int length() {
        return to - from;
    }
}

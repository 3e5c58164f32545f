package ai.magibu.embedding.api;

/**
 * A piece of a text.
 *
 * @param start its first character, from 0: a Java index, in UTF-16 units, as {@link String#substring(int, int)} takes them
 * @param end the character after its last one; more than {@code start}
 */
public record Span(int start, int end) {

    /** @throws IllegalArgumentException if the start is negative, or the end is not after it */
    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a span needs 0 <= start < end, not " + start + " and " + end);
        }
    }
}

package ai.magibu.embedding.api;

/**
 * A piece of a text. Both numbers are Java indices, as {@link String#substring(int, int)} takes them.
 *
 * @param start the index of the first character, from 0
 * @param end the index after the last character; more than {@code start}
 */
public record Span(int start, int end) {

    /** @throws IllegalArgumentException if the start is negative, or the end is not after it */
    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("a span needs 0 <= start < end, not " + start + " and " + end);
        }
    }
}

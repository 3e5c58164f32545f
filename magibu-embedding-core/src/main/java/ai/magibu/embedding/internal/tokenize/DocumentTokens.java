package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.internal.natives.LocatedTokens;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tokens of a prompt and a document, and the places of the document's own tokens in its text. A token belongs to the piece of
 * the text that holds its first character other than white space, because many tokens begin with the space before their word. A
 * token of white space belongs to the piece of its first character.
 */
public final class DocumentTokens {

    private final long[] ids;
    private final int first;
    private final int count;
    private final int[] starts;
    private final int[] ends;
    /** The character of each token that decides to which piece it belongs. */
    private final int[] anchors;

    /**
     * @param tokens the tokens of prompt and document together
     * @param trailing the count of special tokens after every text
     */
    DocumentTokens(LocatedTokens tokens, String prompt, String document, int leading, int trailing) {
        this.ids = tokens.ids();
        int end = ids.length - trailing;
        this.first = IntStream.range(leading, end).filter(i -> tokens.ends()[i] > prompt.length()).findFirst().orElse(end);
        this.count = end - first;
        this.starts = IntStream.range(first, end).map(i -> Math.max(0, tokens.starts()[i] - prompt.length())).toArray();
        this.ends = IntStream.range(first, end).map(i -> tokens.ends()[i] - prompt.length()).toArray();
        this.anchors = IntStream.range(0, count).map(i -> anchor(document, starts[i], ends[i])).toArray();
    }

    private static int anchor(String text, int start, int end) {
        return IntStream.range(start, end)
                .filter(i -> !Character.isWhitespace(text.charAt(i)) && !Character.isSpaceChar(text.charAt(i)))
                .findFirst()
                .orElse(start);
    }

    /** Returns all ids, special tokens and prompt included. */
    public long[] ids() {
        return ids;
    }

    /** Returns the count of the document's tokens, without special ones and prompt. */
    public int count() {
        return count;
    }

    /** Returns the count of the other tokens: those of the prompt, and special ones before and after. */
    public int frame() {
        return ids.length - count;
    }

    /** Returns the count of the tokens before the document: those of the prompt, and special ones. */
    public int leading() {
        return first;
    }

    /**
     * Returns the tokens that belong to a piece of the text. If none does because the piece lies inside a token, returns those that
     * share a character with it. Empty only if the tokenizer leaves its characters out.
     */
    public TokenRange of(Span span) {
        int from = firstNotBelow(anchors, span.start());
        int to = firstNotBelow(anchors, span.end());
        return from < to
                ? new TokenRange(from, to)
                : new TokenRange(firstNotBelow(ends, span.start() + 1), firstNotBelow(starts, span.end()));
    }

    private static int firstNotBelow(int[] ascending, int value) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the ids of a part of the document, with the prompt before and the special tokens around. */
    public long[] part(TokenRange range) {
        long[] part = Arrays.copyOf(ids, frame() + range.length());
        System.arraycopy(ids, first + range.from(), part, first, range.length());
        int tail = ids.length - first - count;
        System.arraycopy(ids, first + count, part, first + range.length(), tail);
        return part;
    }
}

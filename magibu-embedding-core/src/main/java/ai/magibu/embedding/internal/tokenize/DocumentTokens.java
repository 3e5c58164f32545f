package ai.magibu.embedding.internal.tokenize;

import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.internal.natives.LocatedTokens;
import java.util.Arrays;

/**
 * A document's tokens, apart from those of the prompt before it and the special ones around both, and which of them belong to a
 * piece of its text. A token belongs to the piece that holds its first character that is not white space (just its first, if it
 * is all white space): many tokens begin with the space before their word.
 */
public final class DocumentTokens {

    private final long[] ids;
    private final int first;
    private final int count;
    /** Of each token of the text: the characters it stands for, and the one that decides where it belongs. */
    private final int[] starts;

    private final int[] ends;
    private final int[] anchors;

    /**
     * @param tokens of prompt and document together
     * @param trailing special tokens after every text
     */
    DocumentTokens(LocatedTokens tokens, String prompt, String document, int leading, int trailing) {
        this.ids = tokens.ids();
        int end = ids.length - trailing;
        int begin = leading;
        while (begin < end && tokens.ends()[begin] <= prompt.length()) {
            begin++;
        }
        this.first = begin;
        this.count = end - begin;
        this.starts = new int[count];
        this.ends = new int[count];
        this.anchors = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = Math.max(0, tokens.starts()[first + i] - prompt.length());
            ends[i] = tokens.ends()[first + i] - prompt.length();
            anchors[i] = anchor(document, starts[i], ends[i]);
        }
    }

    private static int anchor(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Character.isWhitespace(text.charAt(i)) && !Character.isSpaceChar(text.charAt(i))) {
                return i;
            }
        }
        return start;
    }

    /** All ids, special tokens and prompt included. */
    public long[] ids() {
        return ids;
    }

    /** The document's tokens, without special ones and prompt. */
    public int count() {
        return count;
    }

    /** Tokens of the prompt, and special ones before and after. */
    public int frame() {
        return ids.length - count;
    }

    /** Tokens of the prompt, and special ones before it. */
    public int head() {
        return first;
    }

    /**
     * The tokens that belong to a piece of the text; where none does, for it lies inside a token, those that it shares a
     * character with. Empty only if the tokenizer leaves its characters out.
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

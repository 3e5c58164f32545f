package ai.magibu.embedding.internal.tokenize;

import java.util.List;

/**
 * One input of the model: a text, or a part of a long one.
 *
 * @param ids token ids, special tokens included
 * @param pooled the tokens of which each of its vectors is pooled; at least one range
 * @param dropped the number of tokens that were cut off, at the end or at the start as the model says
 */
public record TokenizedText(long[] ids, List<TokenRange> pooled, int dropped) {

    /** A text with one vector, pooled from all its tokens. */
    public TokenizedText(long[] ids, int dropped) {
        this(ids, List.of(new TokenRange(0, ids.length)), dropped);
    }

    /** Returns this text with one vector, pooled from all tokens from {@code first} on. */
    public TokenizedText pooledFrom(int first) {
        return new TokenizedText(ids, List.of(new TokenRange(first, ids.length)), dropped);
    }

    /** Returns the number of tokens. */
    public int length() {
        return ids.length;
    }
}

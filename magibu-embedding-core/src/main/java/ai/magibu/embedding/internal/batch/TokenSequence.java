package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.tokenize.TokenRange;
import java.util.List;

/**
 * What the model reads as one: a text, or a window of one.
 *
 * @param ids token ids, special tokens included
 * @param pooled the tokens of which each of its vectors is pooled; at least one range
 */
public record TokenSequence(long[] ids, List<TokenRange> pooled) {

    /** For one vector, pooled from all tokens from {@code firstPooled} on. */
    public static TokenSequence of(long[] ids, int firstPooled) {
        return new TokenSequence(ids, List.of(new TokenRange(firstPooled, ids.length)));
    }

    /** Its tokens. */
    public int length() {
        return ids.length;
    }
}

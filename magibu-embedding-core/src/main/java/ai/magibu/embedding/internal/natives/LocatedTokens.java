package ai.magibu.embedding.internal.natives;

import java.util.Arrays;
import java.util.List;

/**
 * A whole text's tokens, and which characters each stands for: Java indices, from {@code starts[i]} up to but not including
 * {@code ends[i]}. Several tokens may share a character (its bytes). Both are −1 for a special token that the text does not
 * contain.
 *
 * @param ids token ids with the special tokens
 */
public record LocatedTokens(long[] ids, int[] starts, int[] ends) {

    /** Special tokens around a text. */
    public static LocatedTokens nowhere(long[] ids) {
        int[] places = new int[ids.length];
        Arrays.fill(places, -1);
        return new LocatedTokens(ids, places, places);
    }

    public static LocatedTokens concat(List<LocatedTokens> parts) {
        return new LocatedTokens(
                parts.stream().flatMapToLong(part -> Arrays.stream(part.ids)).toArray(),
                parts.stream().flatMapToInt(part -> Arrays.stream(part.starts)).toArray(),
                parts.stream().flatMapToInt(part -> Arrays.stream(part.ends)).toArray());
    }
}

package ai.magibu.embedding.internal.tokenize;

import java.util.BitSet;

/**
 * A set of pairs of neighboring characters, by hash: it may claim to hold a pair that was never added, but never misses one that
 * was.
 */
final class CharacterPairs {

    private static final int BITS = 20;

    private final BitSet hashes = new BitSet(1 << BITS);

    void add(int left, int right) {
        hashes.set(hash(left, right));
    }

    /** Adds every two neighbors inside a text. */
    void addInside(String text) {
        int[] characters = text.codePoints().toArray();
        for (int i = 1; i < characters.length; i++) {
            add(characters[i - 1], characters[i]);
        }
    }

    boolean mayHold(int left, int right) {
        return hashes.get(hash(left, right));
    }

    private static int hash(int left, int right) {
        long mixed = ((long) left << 21 | right) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> (Long.SIZE - BITS));
    }
}

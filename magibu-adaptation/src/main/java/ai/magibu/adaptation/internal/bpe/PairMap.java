package ai.magibu.adaptation.internal.bpe;

import java.util.Arrays;

/** A number of at least 0 for pairs of numbers of at least 0. Open addressing; without boxes, since a model has half a million merges. */
final class PairMap {

    static final int ABSENT = -1;

    private static final long EMPTY = -1L;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private long[] keys;
    private int[] values;
    private int size;

    PairMap(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
        keys = new long[capacity];
        values = new int[capacity];
        Arrays.fill(keys, EMPTY);
    }

    /** Returns the number of a pair, or {@link #ABSENT}. */
    int get(int first, int second) {
        int slot = slot(key(first, second));
        return keys[slot] == EMPTY ? ABSENT : values[slot];
    }

    /** Sets the number of a pair and returns the earlier one, or {@link #ABSENT}. */
    int put(int first, int second, int value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        long key = key(first, second);
        int slot = slot(key);
        int earlier = keys[slot] == EMPTY ? ABSENT : values[slot];
        if (keys[slot] == EMPTY) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
        return earlier;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        Arrays.fill(keys, EMPTY);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * GOLDEN_RATIO) >>> 32) & mask;
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long key(int first, int second) {
        return (long) first << 32 | second;
    }
}

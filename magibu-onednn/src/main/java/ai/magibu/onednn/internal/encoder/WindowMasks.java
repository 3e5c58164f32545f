package ai.magibu.onednn.internal.encoder;

import ai.magibu.onednn.internal.dnnl.NativeMemory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of a sliding layer that a few adjacent queries can see, and the masks that hide the rest. A query at position i sees the
 * keys with |i − j| ≤ reach. Keys are counted in blocks around the first query, so that few masks serve texts of all lengths. Safe for
 * concurrent use.
 */
final class WindowMasks implements AutoCloseable {

    /** Queries that are computed together, and keys of a block. */
    static final int BLOCK = 64;

    /** Added to the score of a key that must not be seen; finite, so that a row without keys gives no NaN. */
    static final float HIDDEN = -1e9f;

    private final int reach;
    private final int heads;
    private final int before;
    private final Map<Window, NativeMemory> masks = new ConcurrentHashMap<>();

    /** @param heads the query heads of a key head, whose rows lie one after the other */
    WindowMasks(int reach, int heads) {
        this.reach = reach;
        this.heads = heads;
        this.before = blocks(reach) * BLOCK;
    }

    private static int blocks(int size) {
        return (size + BLOCK - 1) / BLOCK;
    }

    /** Some blocks of keys, the first of which is the {@code skipped}-th around the queries. */
    record Window(int skipped, int blocks) {

        int keys() {
            return blocks * BLOCK;
        }
    }

    /** Returns whether each token of a text sees every other. */
    boolean seesAll(int length) {
        return length <= reach + 1;
    }

    /** Returns the blocks with the keys that queries from a position on see in a text. */
    Window window(int position, int queries, int length) {
        int skipped = Math.max(0, before - position) / BLOCK;
        int end = Math.min(length, position + queries + reach);
        return new Window(skipped, blocks(end - first(position, skipped)));
    }

    /** Returns the position of the window's first key, which may be negative. */
    int first(int position, int skipped) {
        return position - before + skipped * BLOCK;
    }

    /** The most rows that a window begins before a text. */
    int rowsBefore() {
        return BLOCK;
    }

    /** Returns the address of the mask of a window, [queries · heads, keys]. */
    long address(Window window) {
        return masks.computeIfAbsent(window, this::mask).address();
    }

    private NativeMemory mask(Window window) {
        int keys = window.keys();
        float[] mask = new float[BLOCK * heads * keys];
        int shift = before - window.skipped() * BLOCK; // the key that stands at the first query
        for (int row = 0; row < BLOCK * heads; row++) {
            for (int key = 0; key < keys; key++) {
                if (Math.abs(row / heads + shift - key) > reach) {
                    mask[row * keys + key] = HIDDEN;
                }
            }
        }
        return NativeMemory.of(mask);
    }

    @Override
    public void close() {
        masks.values().forEach(NativeMemory::close);
        masks.clear();
    }
}

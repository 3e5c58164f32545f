package ai.magibu.onednn.internal.encoder;

import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.onednn.internal.dnnl.Kernels;
import ai.magibu.onednn.internal.dnnl.Layout;
import ai.magibu.onednn.internal.dnnl.NativeMemory;
import ai.magibu.onednn.internal.dnnl.NumberType;
import ai.magibu.onednn.internal.encoder.PackedTexts.Piece;
import ai.magibu.onednn.internal.encoder.WindowMasks.Window;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Softmax(q · kᵀ) · v for up to {@link WindowMasks#BLOCK} queries of a text at a time, whose G query heads of a key head are rows of one
 * product. For one thread.
 */
final class BlockAttention {

    /** Longer texts have more keys in a kernel than needed, up to a multiple of this; shorter ones a quarter or an eighth of it. */
    static final int LONG_KEY_STEP = 256;

    private static final int FLOAT = Float.BYTES;
    private static final int SHORT = Short.BYTES;

    private enum Step {
        SCORES,
        WINDOW_SCORES,
        SOFTMAX,
        ATTEND
    }

    /** The key of a kernel. */
    private record Shape(Step step, int rows, int keys) {}

    /** The places of a key head's rows. */
    interface Rows {
        long address(int keyHead, int row);
    }

    private final Kernels kernels;
    private final WindowMasks masks;
    private final int dimension;
    private final int keyHeads;
    private final int group;

    private final NativeMemory scores = new NativeMemory(); // float32 [queries · G, keys]
    private final NativeMemory probabilities = new NativeMemory(); // bfloat16 [queries · G, keys]
    private final NativeMemory visible = new NativeMemory(); // float32 [keys]: added to the scores
    private float[] visibleKeys = {};

    BlockAttention(Kernels kernels, GemmaConfig config, WindowMasks masks) {
        this.kernels = kernels;
        this.masks = masks;
        this.dimension = config.headDimension();
        this.keyHeads = config.keyValueHeads();
        this.group = config.attentionHeads() / keyHeads;
    }

    /**
     * Attends with some queries. A kernel may overwrite result rows of the queries that follow, so these are computed later.
     *
     * @param queries bfloat16 [rows, G · D] of a key head
     * @param keys bfloat16 [rows, keys | values], from the key head's keys on
     * @param results bfloat16 [rows, G · D] of a key head
     */
    void attend(LayerType type, Piece piece, Rows queries, Rows keys, Rows results) {
        int count = (piece.to() - piece.from() + Worker.ROW_STEP - 1) / Worker.ROW_STEP * Worker.ROW_STEP;
        int start = piece.from() - piece.position();
        boolean seesAll = type == LayerType.FULL || masks.seesAll(piece.length());
        Window window = seesAll ? null : masks.window(piece.position(), piece.to() - piece.from(), piece.length());
        int firstKey = window == null ? start : start + masks.first(piece.position(), window.skipped());
        int keyCount = window == null ? keys(piece.length()) : window.keys();
        show(start - firstKey, start + piece.length() - firstKey, keyCount);
        scores.require(FLOAT * (long) count * group * keyCount);
        probabilities.require(SHORT * (long) count * group * keyCount);
        for (int head = 0; head < keyHeads; head++) {
            attend(
                    count * group, keyCount, window, queries.address(head, piece.from()), keys.address(head, firstKey),
                    results.address(head, piece.from()));
        }
    }

    private void attend(int rows, int keys, @Nullable Window window, long query, long key, long result) {
        long stride = 2L * keyHeads * dimension;
        Layout rowsOfKeys = Layout.rows(NumberType.F32, rows, keys);
        Layout ofAllQueries = Layout.rows(NumberType.F32, 1, keys);
        Layout[] summands = window == null ? new Layout[] {ofAllQueries} : new Layout[] {ofAllQueries, rowsOfKeys};
        LongStream places = LongStream.of(query, key, scores.address(), visible.address());
        kernels.run(
                new Shape(window == null ? Step.SCORES : Step.WINDOW_SCORES, rows, keys),
                of -> of.sumProduct(
                        Layout.rows(NumberType.BF16, rows, dimension), Layout.columns(NumberType.BF16, dimension, keys, stride), rowsOfKeys,
                        summands),
                (window == null ? places : LongStream.concat(places, LongStream.of(masks.address(window)))).toArray());
        kernels.run(
                new Shape(Step.SOFTMAX, rows, keys),
                of -> of.softmax(rowsOfKeys, Layout.rows(NumberType.BF16, rows, keys)),
                scores.address(), probabilities.address());
        kernels.run(
                new Shape(Step.ATTEND, rows, keys),
                of -> of.sumProduct(
                        Layout.rows(NumberType.BF16, rows, keys), Layout.rows(NumberType.BF16, keys, dimension, stride),
                        Layout.rows(NumberType.BF16, rows, dimension)),
                probabilities.address(), key + SHORT * stride / 2, result);
    }

    /** Returns a number of keys, not less than a text's, of which there are few. */
    private static int keys(int length) {
        int step = length <= LONG_KEY_STEP / 2 ? LONG_KEY_STEP / 8 : length <= 4 * LONG_KEY_STEP ? LONG_KEY_STEP / 4 : LONG_KEY_STEP;
        return (length + step - 1) / step * step;
    }

    /** Hides all keys but those from {@code from} up to but not including {@code to}. */
    private void show(int from, int to, int keys) {
        if (visibleKeys.length < keys) {
            visibleKeys = new float[keys];
        }
        Arrays.fill(visibleKeys, 0, keys, WindowMasks.HIDDEN);
        Arrays.fill(visibleKeys, Math.max(0, from), Math.min(keys, to), 0f);
        visible.require(FLOAT * (long) visibleKeys.length);
        visible.write(0, visibleKeys, keys);
    }

    /** Frees the memory of the last run. */
    void freeMemory() {
        scores.close();
        probabilities.close();
        visible.close();
    }
}

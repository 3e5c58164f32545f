package ai.magibu.embedding.internal.natives;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * The input of one run: token ids of {@code rows} texts, each padded on the right to {@code columns}.
 *
 * @param vectors how many vectors each text gets
 * @param ids row-major
 * @param attention 1 for a token, 0 for padding
 * @param pooling a row for each vector, text by text: 1 for a token that takes part in its pooling
 */
public record TokenRows(int rows, int columns, int vectors, LongBuffer ids, LongBuffer attention, LongBuffer pooling) {

    /**
     * Creates rows of padding. The buffers are direct, so that ONNX Runtime reads them without a copy.
     *
     * @param vectors the number of vectors for each text; more than 1 only for mean pooling
     */
    public static TokenRows of(int rows, int columns, int vectors) {
        return new TokenRows(
                rows, columns, vectors, zeros(rows, columns), zeros(rows, columns), zeros(Math.multiplyExact(rows, vectors), columns));
    }

    private static LongBuffer zeros(int rows, int columns) {
        int bytes = Math.multiplyExact(Math.multiplyExact(rows, columns), Long.BYTES);
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    /** Fills a row with a text's tokens. */
    public void set(int row, long[] tokens) {
        ids.put(row * columns, tokens);
        putOnes(attention, row * columns, 0, tokens.length);
    }

    /** Pools the row's tokens from {@code from} up to but not including {@code to} into its vector {@code vector}. */
    public void pool(int row, int vector, int from, int to) {
        putOnes(pooling, (row * vectors + vector) * columns, from, to);
    }

    private static void putOnes(LongBuffer buffer, int start, int from, int to) {
        for (int i = from; i < to; i++) {
            buffer.put(start + i, 1);
        }
    }
}

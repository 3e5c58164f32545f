package ai.magibu.embedding.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * The input of one run: token ids of {@code rows} texts, each padded on the right to {@code columns}.
 *
 * @param ids row-major
 * @param attention 1 for a token, 0 for padding
 * @param pooling 1 for a token that takes part in the pooling
 */
public record TokenRows(int rows, int columns, LongBuffer ids, LongBuffer attention, LongBuffer pooling) {

    /** All padding; the buffers are direct, so that ONNX Runtime reads them where they are. */
    public static TokenRows of(int rows, int columns) {
        return new TokenRows(rows, columns, zeros(rows, columns), zeros(rows, columns), zeros(rows, columns));
    }

    private static LongBuffer zeros(int rows, int columns) {
        int bytes = Math.multiplyExact(Math.multiplyExact(rows, columns), Long.BYTES);
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    /**
     * Fills a row.
     *
     * @param firstPooled the first token that takes part in the pooling
     */
    public void set(int row, long[] tokens, int firstPooled) {
        int start = row * columns;
        ids.put(start, tokens);
        for (int i = 0; i < tokens.length; i++) {
            attention.put(start + i, 1);
            pooling.put(start + i, i < firstPooled ? 0 : 1);
        }
    }
}

package ai.magibu.embedding.internal.weights;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;

/**
 * An embedding table in int8. Each channel is first divided by its root mean square over the whole table. Trained tables have a
 * few channels that are many times larger than the others and would leave no levels to their neighbors. Each block of a row then
 * has its own scale. A number is its byte times the block's scale times the channel's.
 */
public final class QuantizedTable implements ExternalData.RowQuantizer {

    private static final int LONGEST_BLOCK = 32;
    private static final int ROWS_AT_ONCE = 256;

    private final int width;
    private final int blockLength;
    private final float[] channels;
    private final float[] scales;

    public QuantizedTable(Tensor table) throws IOException {
        int rows = table.size(0);
        this.width = table.size(1);
        this.blockLength = largestDivisor(width, LONGEST_BLOCK);
        this.channels = rootMeanSquares(table, rows, width);
        this.scales = new float[Math.multiplyExact(rows, width / blockLength)];
    }

    private static float[] rootMeanSquares(Tensor table, int rows, int width) throws IOException {
        double[] squares = new double[width];
        for (int row = 0; row < rows; row += ROWS_AT_ONCE) {
            float[] values = table.floats((long) row * width, Math.min(ROWS_AT_ONCE, rows - row) * width);
            for (int i = 0; i < values.length; i++) {
                squares[i % width] += (double) values[i] * values[i];
            }
        }
        float[] roots = new float[width];
        for (int channel = 0; channel < width; channel++) {
            roots[channel] = squares[channel] == 0 ? 1 : (float) Math.sqrt(squares[channel] / rows);
        }
        return roots;
    }

    private static int largestDivisor(int number, int limit) {
        int divisor = Math.min(number, limit);
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    public int blockLength() {
        return blockLength;
    }

    /** Returns the count of blocks in a row. */
    public int blocks() {
        return width / blockLength;
    }

    /** Returns the factor of each channel. */
    public float[] channels() {
        return channels;
    }

    /** Returns the factor of each block, row by row; complete after all rows are quantized. */
    public float[] scales() {
        return scales;
    }

    @Override
    public byte[] quantize(int firstRow, float[] values) {
        byte[] quantized = new byte[values.length];
        int firstBlock = firstRow * blocks();
        for (int start = 0; start < values.length; start += blockLength) {
            float largest = 0;
            for (int i = start; i < start + blockLength; i++) {
                values[i] /= channels[i % width];
                largest = Math.max(largest, Math.abs(values[i]));
            }
            float scale = largest / Matrix.LEVELS;
            scales[firstBlock + start / blockLength] = scale;
            for (int i = start; i < start + blockLength && scale > 0; i++) {
                quantized[i] = (byte) Math.round(values[i] / scale);
            }
        }
        return quantized;
    }
}

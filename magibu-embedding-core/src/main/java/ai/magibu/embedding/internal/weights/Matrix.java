package ai.magibu.embedding.internal.weights;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A matrix as ONNX multiplies by it: [in, out], row-major. PyTorch stores the transpose. */
public record Matrix(float[] values, int in, int out) {

    /** The largest magnitude of a symmetric int8. */
    public static final int LEVELS = 127;

    /** Rows and columns that are transposed together, so that both sides stay in the processor's cache. */
    private static final int TILE = 32;

    /** Returns layers that read the same input, side by side. */
    public static Matrix joined(Tensor... tensors) throws IOException {
        int in = tensors[0].size(1);
        int out = Arrays.stream(tensors).mapToInt(tensor -> tensor.size(0)).sum();
        float[] values = new float[Math.multiplyExact(in, out)];
        int column = 0;
        for (Tensor tensor : tensors) {
            transpose(tensor.floats(), tensor.size(0), in, values, out, column);
            column += tensor.size(0);
        }
        return new Matrix(values, in, out);
    }

    private static void transpose(float[] source, int rows, int columns, float[] target, int targetWidth, int targetColumn) {
        for (int rowTile = 0; rowTile < rows; rowTile += TILE) {
            int rowEnd = Math.min(rowTile + TILE, rows);
            for (int columnTile = 0; columnTile < columns; columnTile += TILE) {
                int columnEnd = Math.min(columnTile + TILE, columns);
                for (int row = rowTile; row < rowEnd; row++) {
                    for (int column = columnTile; column < columnEnd; column++) {
                        target[column * targetWidth + targetColumn + row] = source[row * columns + column];
                    }
                }
            }
        }
    }

    /** Returns the product with another matrix, summed in double. */
    public Matrix times(Matrix other) {
        float[] product = new float[Math.multiplyExact(in, other.out)];
        IntStream.range(0, in).parallel().forEach(row -> {
            double[] sums = new double[other.out];
            for (int i = 0; i < out; i++) {
                double factor = values[row * out + i];
                for (int column = 0; column < other.out; column++) {
                    sums[column] += factor * other.values[i * other.out + column];
                }
            }
            for (int column = 0; column < other.out; column++) {
                product[row * other.out + column] = (float) sums[column];
            }
        });
        return new Matrix(product, in, other.out);
    }

    /** Returns only these rows. */
    public Matrix rows(int[] indices) {
        float[] picked = new float[indices.length * out];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * out, picked, i * out, out);
        }
        return new Matrix(picked, indices.length, out);
    }

    /**
     * Returns each column scaled so that its largest magnitude is {@link #LEVELS}, and rounded.
     *
     * @param scales filled with the factors that undo the scaling
     */
    public byte[] quantizeColumns(float[] scales) {
        for (int i = 0; i < values.length; i++) {
            int column = i % out;
            scales[column] = Math.max(scales[column], Math.abs(values[i]));
        }
        for (int column = 0; column < out; column++) {
            scales[column] /= LEVELS;
        }
        byte[] quantized = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            float scale = scales[i % out];
            quantized[i] = scale == 0 ? 0 : (byte) Math.round(values[i] / scale);
        }
        return quantized;
    }

    /** Returns the rest that a first rounding of the columns leaves, rounded to finer scales. */
    public byte[] quantizedRest(byte[] quantized, float[] scales, float[] fineScales) {
        byte[] rest = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % out;
            float fine = fineScales[column];
            rest[i] = fine == 0 ? 0 : (byte) Math.round((values[i] - quantized[i] * scales[column]) / fine);
        }
        return rest;
    }
}

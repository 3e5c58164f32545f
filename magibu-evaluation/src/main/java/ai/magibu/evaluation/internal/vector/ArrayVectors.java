package ai.magibu.evaluation.internal.vector;

import java.util.Objects;

/** Vectors in memory. */
final class ArrayVectors implements Vectors {

    private final float[][] rows;
    private final int dimensions;

    ArrayVectors(float[][] rows) {
        this.rows = rows.clone();
        dimensions = rows.length == 0 ? 0 : rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != dimensions) {
                throw new IllegalArgumentException(
                        "Vector " + i + " has " + rows[i].length + " components, vector 0 has " + dimensions + ".");
            }
        }
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public void read(int first, int count, float[] target) {
        Objects.checkFromIndexSize(first, count, rows.length);
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows[first + i], 0, target, i * dimensions, dimensions);
        }
    }
}

package ai.magibu.evaluation.internal.encode;

import ai.magibu.evaluation.internal.vector.Vectors;

/** Some rows of other vectors, in any order. */
record SelectedVectors(Vectors all, int[] rows) implements Vectors {

    /** Stands for a row that does not exist. A classification needs only some of its texts. */
    static final int MISSING = -1;

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public int dimensions() {
        return all.dimensions();
    }

    @Override
    public void read(int first, int count, float[] target) {
        float[] row = new float[dimensions()];
        for (int i = 0; i < count; i++) {
            if (rows[first + i] == MISSING) {
                throw new IllegalStateException("The text in row " + (first + i) + " was not encoded.");
            }
            all.read(rows[first + i], 1, row);
            System.arraycopy(row, 0, target, i * row.length, row.length);
        }
    }
}

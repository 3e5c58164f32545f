package ai.magibu.evaluation.internal.encode;

import ai.magibu.evaluation.internal.vector.Vectors;

/** Some rows of other vectors, in any order. */
record SelectedVectors(Vectors all, int[] rows) implements Vectors {

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
            all.read(rows[first + i], 1, row);
            System.arraycopy(row, 0, target, i * row.length, row.length);
        }
    }
}

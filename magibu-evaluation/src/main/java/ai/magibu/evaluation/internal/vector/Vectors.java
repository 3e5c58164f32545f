package ai.magibu.evaluation.internal.vector;

/** A table of float32 vectors, one per row. Thread-safe. */
public interface Vectors {

    /** Returns the number of vectors. */
    int size();

    /** Returns the number of components of each vector. */
    int dimensions();

    /**
     * Copies some vectors, one after the other.
     *
     * @param first the first row
     * @param count the number of rows
     * @param target receives {@code count × dimensions()} components, from index 0
     * @throws IndexOutOfBoundsException if there are fewer rows or the target is too short
     */
    void read(int first, int count, float[] target);

    /** Returns one vector, as a copy. */
    default float[] row(int row) {
        float[] vector = new float[dimensions()];
        read(row, 1, vector);
        return vector;
    }

    /**
     * Returns a view of vectors in memory.
     *
     * @throws IllegalArgumentException if the vectors have different lengths
     */
    static Vectors of(float[][] rows) {
        return new ArrayVectors(rows);
    }
}

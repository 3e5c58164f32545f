package ai.magibu.adaptation.internal.vectors;

/**
 * Texts with a teacher's vectors, in the order of their files, of which any row can be read at any time. Rows are on the disk, not in the
 * heap. For one thread. {@link VectorTables} opens one.
 */
public interface VectorTable extends AutoCloseable {

    /** Returns the count of rows, those without a text or a vector left out. */
    long rows();

    /** Returns how many rows were left out, because their text or vector is null or empty. */
    long dropped();

    /** Returns the length of every vector. */
    int dimension();

    /**
     * Reads a row.
     *
     * @param index the number of the row, from 0 to {@link #rows()} − 1
     */
    TrainingRow row(long index);

    /** Returns the SHA-256 over all rows in order, in hexadecimal: equal exactly if texts and vectors are. */
    String hash();

    @Override
    void close();
}

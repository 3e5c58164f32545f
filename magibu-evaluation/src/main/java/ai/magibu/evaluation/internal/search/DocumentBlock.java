package ai.magibu.evaluation.internal.search;

import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.Arrays;

/**
 * Documents of unit length, component by component: a row holds one component of all documents. So the inner loop of the product runs
 * over documents, and the compiler turns it into vector instructions. Each row is an array of its own, because the compiler does not do
 * so for rows at offsets of one array.
 */
final class DocumentBlock {

    /** The documents of a block. */
    static final int SIZE = 1024;
    /** Components that one pass of the inner loop takes. Eight rows of a block fill the first-level cache. */
    static final int STEP = 8;

    /** Documents are transposed in tiles of this many components: a cache line. */
    private static final int TILE = 16;

    private final float[] read;
    private final float[] lengths = new float[SIZE];
    private final float[][] rows;

    DocumentBlock(int dimensions) {
        read = new float[SIZE * dimensions];
        rows = new float[padded(dimensions)][SIZE];
    }

    /** Returns the number of components with zeros appended up to a multiple of the step. */
    static int padded(int dimensions) {
        return (dimensions + STEP - 1) / STEP * STEP;
    }

    void load(Vectors documents, int first, int count) {
        int dimensions = documents.dimensions();
        documents.read(first, count, read);
        for (int j = 0; j < count; j++) {
            lengths[j] = UnitVectors.length(read, j * dimensions, dimensions);
        }
        for (int tile = 0; tile < dimensions; tile += TILE) {
            int end = Math.min(tile + TILE, dimensions);
            for (int j = 0; j < count; j++) {
                for (int i = tile; i < end; i++) {
                    rows[i][j] = read[j * dimensions + i] / lengths[j];
                }
            }
        }
    }

    /**
     * Computes the products of all documents with some queries.
     *
     * @param queries the queries' padded vectors, one after the other
     * @param first the first query
     * @param products receives the products, an array per query
     */
    void multiply(float[] queries, int first, int count, float[][] products) {
        for (int q = 0; q < count; q++) {
            Arrays.fill(products[q], 0);
        }
        for (int i = 0; i < rows.length; i += STEP) {
            for (int q = 0; q < count; q++) {
                addProducts(i, queries, (first + q) * rows.length + i, products[q]);
            }
        }
    }

    private void addProducts(int i, float[] q, int at, float[] products) {
        float q0 = q[at];
        float q1 = q[at + 1];
        float q2 = q[at + 2];
        float q3 = q[at + 3];
        float q4 = q[at + 4];
        float q5 = q[at + 5];
        float q6 = q[at + 6];
        float q7 = q[at + 7];
        float[] d0 = rows[i];
        float[] d1 = rows[i + 1];
        float[] d2 = rows[i + 2];
        float[] d3 = rows[i + 3];
        float[] d4 = rows[i + 4];
        float[] d5 = rows[i + 5];
        float[] d6 = rows[i + 6];
        float[] d7 = rows[i + 7];
        for (int j = 0; j < SIZE; j++) {
            float low = Math.fma(q3, d3[j], Math.fma(q2, d2[j], Math.fma(q1, d1[j], Math.fma(q0, d0[j], products[j]))));
            products[j] = Math.fma(q7, d7[j], Math.fma(q6, d6[j], Math.fma(q5, d5[j], Math.fma(q4, d4[j], low))));
        }
    }
}

package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.Arrays;

/** Vectors in double precision, in which all scores but those of retrieval are computed. */
interface Rows {

    /** Returns the number of vectors. */
    int size();

    /** Returns one vector. */
    double[] row(int index);

    static Rows of(Vectors vectors) {
        return new Rows() {

            @Override
            public int size() {
                return vectors.size();
            }

            @Override
            public double[] row(int index) {
                float[] vector = vectors.row(index);
                double[] row = new double[vector.length];
                Arrays.setAll(row, i -> vector[i]);
                return row;
            }
        };
    }

    static Rows of(double[][] rows) {
        return new Rows() {

            @Override
            public int size() {
                return rows.length;
            }

            @Override
            public double[] row(int index) {
                return rows[index];
            }
        };
    }

    /** Returns all vectors. */
    default double[][] all() {
        double[][] all = new double[size()][];
        Arrays.setAll(all, this::row);
        return all;
    }
}

package ai.magibu.evaluation.internal.metric;

import java.util.Arrays;

/** Similarities and distances of two vectors, as scikit-learn computes them for pairs, to the last bit where ties depend on it. */
public final class Similarity {

    private Similarity() {}

    /**
     * Returns 1 - ½‖x̂ - ŷ‖², where x̂ and ŷ have length 1. A zero vector stays zero: its cosine with another vector is 0.5, with a zero
     * vector 1.
     */
    public static double cosine(double[] x, double[] y) {
        double lengthX = length(x);
        double lengthY = length(y);
        double[] differences = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            differences[i] = x[i] / lengthX - y[i] / lengthY;
        }
        return 1 - SumOfSquares.of(differences) / 2;
    }

    /** Returns the sum of the absolute differences. */
    public static double manhattan(double[] x, double[] y) {
        double[] differences = differences(x, y);
        Arrays.setAll(differences, i -> Math.abs(differences[i]));
        return PairwiseSum.of(differences);
    }

    /** Returns the length of the difference. */
    public static double euclidean(double[] x, double[] y) {
        return Math.sqrt(SumOfSquares.of(differences(x, y)));
    }

    /** Returns the dot product. */
    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double[] differences(double[] x, double[] y) {
        double[] differences = new double[x.length];
        Arrays.setAll(differences, i -> x[i] - y[i]);
        return differences;
    }

    private static double length(double[] x) {
        double length = Math.sqrt(SumOfSquares.of(x));
        return length == 0 ? 1 : length;
    }
}

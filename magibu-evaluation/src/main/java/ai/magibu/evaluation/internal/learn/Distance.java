package ai.magibu.evaluation.internal.learn;

import ai.magibu.evaluation.internal.metric.SumOfSquares;
import java.util.Arrays;

/** Squared Euclidean distances. */
final class Distance {

    private Distance() {}

    static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    static double[] squares(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(SumOfSquares::of).toArray();
    }

    /**
     * Returns the nearest centre; of equally near ones the first. The distances are those that scikit-learn compares: without the length of
     * the row, and with one rounding for each product and sum. So the same distances are equal.
     *
     * @param squares the squared length of each centre
     */
    static int nearest(double[] row, double[][] centres, double[] squares) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double product = 0;
            for (int i = 0; i < row.length; i++) {
                product = Math.fma(row[i], centres[c][i], product);
            }
            double distance = squares[c] - 2 * product;
            if (distance < least) {
                least = distance;
                nearest = c;
            }
        }
        return nearest;
    }
}

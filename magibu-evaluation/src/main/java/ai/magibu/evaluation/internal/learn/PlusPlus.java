package ai.magibu.evaluation.internal.learn;

import ai.magibu.evaluation.internal.numpy.LegacyRandom;
import java.util.Arrays;

/** The first centres by k-means++, as scikit-learn draws them: of a few candidates for a centre, the best counts. */
final class PlusPlus {

    private PlusPlus() {}

    static double[][] centres(double[][] rows, int k, LegacyRandom random) {
        int candidates = 2 + (int) Math.log(k);
        double[][] centres = new double[k][];
        centres[0] = rows[new EqualWeights(rows.length).draw(random)].clone();
        double[] distances = distances(rows, centres[0]);
        double potential = Arrays.stream(distances).reduce(0, Double::sum);
        for (int c = 1; c < k; c++) {
            double[] values = new double[candidates];
            for (int i = 0; i < candidates; i++) {
                values[i] = random.nextDouble() * potential;
            }
            double[] cumulative = cumulative(distances);
            double leastPotential = Double.POSITIVE_INFINITY;
            double[] closest = distances;
            for (double value : values) {
                double[] candidate = rows[first(cumulative, value)];
                double[] closer = distances(rows, candidate);
                double sum = 0;
                for (int i = 0; i < closer.length; i++) {
                    closer[i] = Math.min(closer[i], distances[i]);
                    sum += closer[i];
                }
                if (sum < leastPotential) {
                    leastPotential = sum;
                    closest = closer;
                    centres[c] = candidate.clone();
                }
            }
            potential = leastPotential;
            distances = closest;
        }
        return centres;
    }

    private static double[] distances(double[][] rows, double[] centre) {
        return Arrays.stream(rows).mapToDouble(row -> Distance.squared(row, centre)).toArray();
    }

    private static double[] cumulative(double[] values) {
        double[] sums = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i];
            sums[i] = sum;
        }
        return sums;
    }

    /** Returns the first index whose cumulative sum reaches the value, or the last index. */
    private static int first(double[] cumulative, double value) {
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

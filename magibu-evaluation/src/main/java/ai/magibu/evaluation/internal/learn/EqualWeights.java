package ai.magibu.evaluation.internal.learn;

import ai.magibu.evaluation.internal.numpy.LegacyRandom;

/** Draws rows by NumPy's choice with equal weights: the rounded cumulative sum decides, not an integer. */
final class EqualWeights {

    private final double[] cumulative;

    EqualWeights(int n) {
        cumulative = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += 1.0 / n;
            cumulative[i] = sum;
        }
        for (int i = 0; i < n; i++) {
            cumulative[i] /= sum;
        }
    }

    int draw(LegacyRandom random) {
        double value = random.nextDouble();
        int low = 0;
        int high = cumulative.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value < cumulative[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}

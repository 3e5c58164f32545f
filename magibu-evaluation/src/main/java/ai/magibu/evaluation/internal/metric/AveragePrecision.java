package ai.magibu.evaluation.internal.metric;

/** The average precision of scikit-learn: the sum of precision × gain of recall over the distinct thresholds. */
public final class AveragePrecision {

    private AveragePrecision() {}

    /**
     * Returns the average precision.
     *
     * @param scores the scores; a higher one speaks for a positive
     * @param positive the labels
     * @return 0 if nothing is positive
     */
    public static double of(double[] scores, boolean[] positive) {
        int[] order = StableOrder.descending(scores);
        int positives = BestThreshold.count(positive);
        double average = 0;
        int found = 0;
        int i = 0;
        while (i < order.length && found < positives) {
            int before = found;
            double score = scores[order[i]];
            while (i < order.length && scores[order[i]] == score) {
                if (positive[order[i]]) {
                    found++;
                }
                i++;
            }
            average += (double) (found - before) / positives * found / i;
        }
        return average;
    }
}

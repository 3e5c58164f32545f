package ai.magibu.evaluation.internal.metric;

/**
 * The normalized area under the abstention curve: how much better the mean score gets if the queries with the least confidence are left
 * out. 1 if the confidence orders the queries as their scores do, 0 if it tells nothing.
 */
public final class Abstention {

    /** The share of queries left out grows in tenths, from 0 to 0.9. */
    private static final int RATES = 10;

    private Abstention() {}

    /**
     * Returns the normalized area.
     *
     * @param confidence the confidence of each query
     * @param scores the score of each query
     * @return NaN if all scores are equal
     */
    public static double nauc(double[] confidence, double[] scores) {
        double[] curve = curve(confidence, scores);
        double[] oracle = curve(scores, scores);
        double oracleArea = area(oracle);
        double flatArea = oracle[0] * rate(RATES - 1);
        return oracleArea == flatArea ? Double.NaN : (area(curve) - flatArea) / (oracleArea - flatArea);
    }

    /** Returns the mean score for each rate. */
    private static double[] curve(double[] confidence, double[] scores) {
        int[] order = StableOrder.ascending(confidence);
        double[] curve = new double[RATES];
        for (int i = 0; i < RATES; i++) {
            int left = (int) Math.min(Math.rint(rate(i) * order.length), order.length - 1);
            double[] kept = new double[order.length - left];
            for (int j = 0; j < kept.length; j++) {
                kept[j] = scores[order[left + j]];
            }
            curve[i] = PairwiseSum.mean(kept);
        }
        return curve;
    }

    private static double area(double[] curve) {
        double[] trapezoids = new double[RATES - 1];
        for (int i = 0; i < trapezoids.length; i++) {
            trapezoids[i] = (rate(i + 1) - rate(i)) * (curve[i + 1] + curve[i]) / 2;
        }
        return PairwiseSum.of(trapezoids);
    }

    private static double rate(int i) {
        return i * (1.0 / RATES);
    }
}

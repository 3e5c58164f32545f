package ai.magibu.evaluation.internal.metric;

/**
 * The scores of predicted translations, weighted means over sentences as scikit-learn computes them.
 *
 * @param precision the mean precision
 * @param recall the mean recall
 * @param f1 the mean F1
 * @param accuracy the share of right predictions, equal to the recall
 */
public record BitextMetrics(double precision, double recall, double f1, double accuracy) {

    /** Scores predictions: {@code nearest[i]} is the predicted translation of sentence i, and i is right. */
    public static BitextMetrics of(int[] nearest) {
        int n = nearest.length;
        int[] predicted = new int[n];
        for (int i : nearest) {
            predicted[i]++;
        }
        double precision = 0;
        double f1 = 0;
        int right = 0;
        for (int i = 0; i < n; i++) {
            if (nearest[i] == i) {
                right++;
                precision += 1.0 / predicted[i];
                f1 += 2.0 / (1 + predicted[i]);
            }
        }
        double accuracy = (double) right / n;
        return new BitextMetrics(precision / n, accuracy, f1 / n, accuracy);
    }
}

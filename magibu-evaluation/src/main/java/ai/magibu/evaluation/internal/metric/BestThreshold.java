package ai.magibu.evaluation.internal.metric;

/**
 * The best that a threshold on the scores of pairs can reach. As in the reference, equal scores are not grouped, and the last pair is
 * never counted as similar.
 *
 * @param accuracy the highest accuracy; 0 if there is only one pair
 * @param accuracyThreshold the score between the two pairs where the accuracy is highest; -1 if there is only one pair
 * @param f1 the highest F1
 * @param f1Threshold the score between the two pairs where F1 is highest; 0 if no threshold finds a similar pair
 * @param precision the precision at the highest F1
 * @param recall the recall at the highest F1
 */
public record BestThreshold(double accuracy, double accuracyThreshold, double f1, double f1Threshold, double precision, double recall) {

    /**
     * Finds the best thresholds.
     *
     * @param scores the score of each pair
     * @param similar the label of each pair
     * @param highIsSimilar whether a high score speaks for a similar pair; false for distances
     */
    public static BestThreshold of(double[] scores, boolean[] similar, boolean highIsSimilar) {
        int[] order = highIsSimilar ? StableOrder.descending(scores) : StableOrder.ascending(scores);
        int positives = count(similar);
        int negativesLeft = similar.length - positives;
        int found = 0;
        double accuracy = 0;
        double accuracyThreshold = -1;
        double f1 = 0;
        double f1Threshold = 0;
        double precision = 0;
        double recall = 0;
        for (int i = 0; i < order.length - 1; i++) {
            if (similar[order[i]]) {
                found++;
            } else {
                negativesLeft--;
            }
            double threshold = (scores[order[i]] + scores[order[i + 1]]) / 2;
            double accuracyHere = (double) (found + negativesLeft) / similar.length;
            if (accuracyHere > accuracy) {
                accuracy = accuracyHere;
                accuracyThreshold = threshold;
            }
            if (found > 0) {
                double p = (double) found / (i + 1);
                double r = (double) found / positives;
                double f1Here = 2 * p * r / (p + r);
                if (f1Here > f1) {
                    f1 = f1Here;
                    f1Threshold = threshold;
                    precision = p;
                    recall = r;
                }
            }
        }
        return new BestThreshold(accuracy, accuracyThreshold, f1, f1Threshold, precision, recall);
    }

    static int count(boolean[] labels) {
        int count = 0;
        for (boolean label : labels) {
            if (label) {
                count++;
            }
        }
        return count;
    }
}

package ai.magibu.evaluation.internal.score;

import java.util.Comparator;
import java.util.stream.IntStream;

import ai.magibu.evaluation.api.ThresholdGoal;

/**
 * The threshold of similarity that separates matching from other pairs best. Pairs with equal similarity are on the same side, because no
 * threshold can separate them; this is where mteb's figures differ. The threshold lies in the middle between two similarities.
 */
final class ThresholdSearch {

    /** The numbers of pairs on the two sides of a threshold, by their labels. */
    record Counts(double truePositives, double falsePositives, double positives, double all) {

        double precision() {
            return ratio(truePositives, truePositives + falsePositives);
        }

        double recall() {
            return ratio(truePositives, positives);
        }

        double f1() {
            return ratio(2 * truePositives, truePositives + falsePositives + positives);
        }

        double accuracy() {
            return ratio(truePositives + all - positives - falsePositives, all);
        }

        private static double ratio(double part, double whole) {
            return whole == 0 ? 0 : part / whole;
        }
    }

    private final double[] similarities;
    private final boolean[] labels;
    /** Pairs by descending similarity. */
    private final int[] order;

    ThresholdSearch(double[] similarities, boolean[] labels) {
        this.similarities = similarities;
        this.labels = labels;
        this.order = IntStream.range(0, labels.length).boxed().sorted(Comparator.comparingDouble(pair -> -similarities[pair]))
                .mapToInt(Integer::intValue).toArray();
    }

    /**
     * Returns the best threshold of a sample of the pairs; of several equally good ones the highest.
     *
     * @param weights how often each pair is in the sample
     */
    double best(int[] weights, ThresholdGoal goal) {
        double positives = 0;
        double all = 0;
        for (int pair = 0; pair < weights.length; pair++) {
            all += weights[pair];
            positives += labels[pair] ? weights[pair] : 0;
        }
        double threshold = similarities[order[0]];
        double bestScore = -1;
        double truePositives = 0;
        double falsePositives = 0;
        for (int i = 0; i < order.length; i++) {
            int pair = order[i];
            truePositives += labels[pair] ? weights[pair] : 0;
            falsePositives += labels[pair] ? 0 : weights[pair];
            boolean lastOfTie = i == order.length - 1 || similarities[order[i + 1]] != similarities[pair];
            Counts counts = new Counts(truePositives, falsePositives, positives, all);
            double score = goal == ThresholdGoal.F1 ? counts.f1() : counts.accuracy();
            if (lastOfTie && score > bestScore) {
                bestScore = score;
                threshold = i == order.length - 1 ? similarities[pair] : (similarities[pair] + similarities[order[i + 1]]) / 2;
            }
        }
        return threshold;
    }

    /** Returns the counts of a sample at a threshold, from which a pair counts as a match. */
    Counts counts(int[] weights, double threshold) {
        double truePositives = 0;
        double falsePositives = 0;
        double positives = 0;
        double all = 0;
        for (int pair = 0; pair < weights.length; pair++) {
            boolean found = similarities[pair] >= threshold;
            truePositives += found && labels[pair] ? weights[pair] : 0;
            falsePositives += found && !labels[pair] ? weights[pair] : 0;
            positives += labels[pair] ? weights[pair] : 0;
            all += weights[pair];
        }
        return new Counts(truePositives, falsePositives, positives, all);
    }
}

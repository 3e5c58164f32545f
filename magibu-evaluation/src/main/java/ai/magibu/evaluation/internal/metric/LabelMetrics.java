package ai.magibu.evaluation.internal.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The scores of predicted labels. Means are over all labels that are true or predicted somewhere. A score that would be 0 / 0 is 0.
 *
 * @param accuracy the share of right labels
 * @param f1 the mean F1 of the labels
 * @param f1Weighted the mean F1, weighted by how often each label is true
 * @param precision the mean precision of the labels
 * @param precisionWeighted the weighted mean precision
 * @param recall the mean recall of the labels
 * @param recallWeighted the weighted mean recall
 */
public record LabelMetrics(double accuracy, double f1, double f1Weighted, double precision, double precisionWeighted, double recall,
        double recallWeighted) {

    /**
     * Compares labels.
     *
     * @throws IllegalArgumentException if there is no label, or if there are more true labels than predicted ones or fewer
     */
    public static LabelMetrics of(int[] truth, int[] predicted) {
        if (truth.length != predicted.length || truth.length == 0) {
            throw new IllegalArgumentException("There are " + truth.length + " true labels and " + predicted.length + " predicted ones.");
        }
        int[] labels = IntStream.concat(Arrays.stream(truth), Arrays.stream(predicted)).distinct().sorted().toArray();
        int[] right = new int[labels.length];
        int[] trueCounts = new int[labels.length];
        int[] predictedCounts = new int[labels.length];
        for (int i = 0; i < truth.length; i++) {
            int label = Arrays.binarySearch(labels, truth[i]);
            trueCounts[label]++;
            predictedCounts[Arrays.binarySearch(labels, predicted[i])]++;
            if (truth[i] == predicted[i]) {
                right[label]++;
            }
        }
        double[] f1 = new double[labels.length];
        double[] precision = new double[labels.length];
        double[] recall = new double[labels.length];
        for (int c = 0; c < labels.length; c++) {
            f1[c] = 2.0 * right[c] / (trueCounts[c] + predictedCounts[c]);
            precision[c] = ratio(right[c], predictedCounts[c]);
            recall[c] = ratio(right[c], trueCounts[c]);
        }
        return new LabelMetrics((double) Arrays.stream(right).sum() / truth.length, mean(f1), weighted(f1, trueCounts), mean(precision),
                weighted(precision, trueCounts), mean(recall), weighted(recall, trueCounts));
    }

    private static double ratio(int right, int count) {
        return count == 0 ? 0 : (double) right / count;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double weighted(double[] values, int[] weights) {
        double sum = IntStream.range(0, values.length).mapToDouble(c -> values[c] * weights[c]).sum();
        return sum / Arrays.stream(weights).sum();
    }
}

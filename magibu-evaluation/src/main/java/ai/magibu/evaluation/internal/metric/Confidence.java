package ai.magibu.evaluation.internal.metric;

import java.util.Arrays;

/**
 * How sure a ranking looks, judged by its scores.
 *
 * @param max the highest score
 * @param deviation the standard deviation of the population of scores
 * @param lead the difference between the highest score and the second; 0 if there is one score
 */
public record Confidence(double max, double deviation, double lead) {

    /** Returns the confidence of scores in any order; all values are 0 if there is no score. */
    public static Confidence of(double[] scores) {
        if (scores.length == 0) {
            return new Confidence(0, 0, 0);
        }
        double mean = PairwiseSum.mean(scores);
        double[] squares = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            squares[i] = (scores[i] - mean) * (scores[i] - mean);
        }
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        double max = ascending[scores.length - 1];
        double lead = scores.length == 1 ? 0 : max - ascending[scores.length - 2];
        return new Confidence(max, Math.sqrt(PairwiseSum.mean(squares)), lead);
    }
}

package ai.magibu.evaluation.internal.metric;

import java.util.Arrays;

/** The measures of trec_eval for one query. A query with nothing relevant has 0 in all of them. */
public final class RankingMetrics {

    private final int[] ranked;
    private final double[] idealGains;
    private final int relevant;

    /**
     * Takes a ranking.
     *
     * @param ranked the grade of each result, best first; 0 for a document without a grade
     * @param judged the grades of all documents that have one; 1 and more are relevant
     */
    public RankingMetrics(int[] ranked, int[] judged) {
        this.ranked = ranked.clone();
        relevant = (int) Arrays.stream(judged).filter(grade -> grade >= 1).count();
        int[] ascending = Arrays.stream(judged).filter(grade -> grade >= 1).sorted().toArray();
        idealGains = new double[relevant];
        double sum = 0;
        for (int i = 0; i < relevant; i++) {
            sum += discounted(ascending[relevant - 1 - i], i);
            idealGains[i] = sum;
        }
    }

    /** Returns the normalized discounted cumulative gain of the first k results; the gain is the grade. */
    public double ndcg(int k) {
        if (relevant == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (ranked[i] >= 1) {
                sum += discounted(ranked[i], i);
            }
        }
        return sum / idealGains[Math.min(k, relevant) - 1];
    }

    /** Returns the sum of the precisions at the relevant of the first k results, divided by the number of relevant documents. */
    public double averagePrecision(int k) {
        if (relevant == 0) {
            return 0;
        }
        double sum = 0;
        int found = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (ranked[i] >= 1) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return sum / relevant;
    }

    /** Returns the share of the relevant documents that are among the first k results. */
    public double recall(int k) {
        return relevant == 0 ? 0 : (double) found(k) / relevant;
    }

    /** Returns the relevant ones of the first k results divided by k, even if there are fewer results. */
    public double precision(int k) {
        return (double) found(k) / k;
    }

    /** Returns 1 / rank of the first relevant result; 0 if it is not among the first k. */
    public double reciprocalRank(int k) {
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (ranked[i] >= 1) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /** Returns 1 if one of the first k results is relevant, else 0. */
    public double hit(int k) {
        return found(k) > 0 ? 1 : 0;
    }

    private int found(int k) {
        int found = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            if (ranked[i] >= 1) {
                found++;
            }
        }
        return found;
    }

    private static double discounted(int grade, int index) {
        return grade / Log2.of(index + 2);
    }
}

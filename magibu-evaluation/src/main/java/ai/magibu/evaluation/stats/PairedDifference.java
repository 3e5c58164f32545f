package ai.magibu.evaluation.stats;

/**
 * The difference of two runs on the same queries.
 *
 * @param interval the mean of the candidate minus the mean of the baseline, with its 95 % confidence interval
 * @param pValue the two-sided p-value of the hypothesis that both runs are equally good; above 0, at most 1
 */
public record PairedDifference(Interval interval, double pValue) {}

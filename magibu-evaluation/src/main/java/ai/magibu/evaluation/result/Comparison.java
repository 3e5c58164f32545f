package ai.magibu.evaluation.result;

import ai.magibu.evaluation.stats.Interval;

/**
 * A paired comparison of two settings on the same queries.
 *
 * @param first the result to compare with
 * @param second the result that is compared
 * @param metric the name of the score, for example {@code ndcg_at_10}
 * @param difference the mean of second minus first over the queries
 * @param pValue the probability of a difference at least as large if both settings are equally good, from 0 to 1
 */
public record Comparison(RetrievalResult first, RetrievalResult second, String metric, Interval difference, double pValue) {}

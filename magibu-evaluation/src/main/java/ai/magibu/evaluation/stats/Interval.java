package ai.magibu.evaluation.stats;

/**
 * A value with its 95 % confidence interval.
 *
 * @param value the value on all data, in its own unit
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 */
public record Interval(double value, double low, double high) {}

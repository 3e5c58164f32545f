package ai.magibu.evaluation.stats;

import java.util.function.ToDoubleFunction;

/** stub. */
public final class Bootstrap {

    /** stub. */
    public record Difference(Interval interval, double pValue) {}

    /** stub. */
    public Bootstrap() {}

    /** stub. */
    public Bootstrap(int resamples) {}

    /** stub. */
    public Interval mean(double[] values) {
        return new Interval(0, 0, 0);
    }

    /** stub. */
    public Difference difference(double[] a, double[] b) {
        return new Difference(new Interval(0, 0, 0), 1);
    }

    /** stub. */
    public Interval statistic(int n, ToDoubleFunction<int[]> statistic) {
        return new Interval(0, 0, 0);
    }
}

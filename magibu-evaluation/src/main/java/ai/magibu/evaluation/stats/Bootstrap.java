package ai.magibu.evaluation.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Computes 95 % confidence intervals by the percentile bootstrap: a statistic is computed on many samples that are drawn from the data
 * with replacement. The same seed gives the same intervals on every machine. Immutable and thread-safe; uses all processors.
 */
public final class Bootstrap {

    /** The number of samples if none is given: {@value}. */
    public static final int DEFAULT_RESAMPLES = 10_000;

    private static final double TAIL = 0.025;

    private final int resamples;
    private final long seed;

    /**
     * Creates a bootstrap with the default number of samples.
     *
     * @param seed the seed of the random samples
     */
    public Bootstrap(long seed) {
        this(DEFAULT_RESAMPLES, seed);
    }

    /**
     * Creates a bootstrap.
     *
     * @param resamples the number of samples, 1 or more
     * @param seed the seed of the random samples
     * @throws IllegalArgumentException if the number of samples is not positive
     */
    public Bootstrap(int resamples, long seed) {
        if (resamples < 1) {
            throw new IllegalArgumentException("The number of samples is " + resamples + ". It must be positive.");
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /**
     * Returns the mean of values and its interval.
     *
     * @param values the value of each query, in any unit
     * @return the mean with its interval
     * @throws IllegalArgumentException if there is no value
     */
    public Interval mean(double[] values) {
        double[] copy = values.clone();
        return interval(copy.length, sample -> mean(copy, sample));
    }

    /**
     * Compares two runs on the same queries.
     *
     * @param baseline the value of each query in the first run
     * @param candidate the values of the same queries in the second run, in the same order
     * @return the mean of the candidate minus that of the baseline, positive if the candidate is better, with its interval and p-value
     * @throws IllegalArgumentException if there is no value, or if the runs have different numbers of values
     */
    public PairedDifference difference(double[] baseline, double[] candidate) {
        if (baseline.length != candidate.length) {
            throw new IllegalArgumentException(
                    "The baseline has " + baseline.length + " values, the candidate has " + candidate.length + ".");
        }
        double[] differences = new double[baseline.length];
        Arrays.setAll(differences, i -> candidate[i] - baseline[i]);
        Statistic mean = sample -> mean(differences, sample);
        double[] ascending = resample(differences.length, mean);
        long notPositive = Arrays.stream(ascending).filter(value -> value <= 0).count();
        long notNegative = Arrays.stream(ascending).filter(value -> value >= 0).count();
        // The data themselves count as one more sample, so that no p-value is 0.
        double pValue = Math.min(1, 2.0 * (Math.min(notPositive, notNegative) + 1) / (resamples + 1));
        return new PairedDifference(interval(differences.length, mean, ascending), pValue);
    }

    /**
     * Returns the value of a statistic and its interval, for example of the best threshold of labelled pairs.
     *
     * @param n the number of data
     * @param statistic computes the value from indices below {@code n}; thread-safe
     * @return the value on all data with its interval
     * @throws IllegalArgumentException if there are no data
     */
    public Interval interval(int n, Statistic statistic) {
        return interval(n, statistic, resample(n, statistic));
    }

    private static Interval interval(int n, Statistic statistic, double[] ascending) {
        double value = statistic.of(IntStream.range(0, n).toArray());
        return new Interval(value, quantile(ascending, TAIL), quantile(ascending, 1 - TAIL));
    }

    /** Returns the values of the statistic on all samples in ascending order. */
    private double[] resample(int n, Statistic statistic) {
        if (n < 1) {
            throw new IllegalArgumentException("There are no data to draw samples from.");
        }
        // Each sample has its own stream, so that the result does not depend on the number of processors.
        long[] seeds = new SplittableRandom(seed).longs(resamples).toArray();
        double[] values = IntStream.range(0, resamples).parallel().mapToDouble(i -> statistic.of(sample(n, seeds[i]))).toArray();
        Arrays.sort(values);
        return values;
    }

    private static int[] sample(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] sample = new int[n];
        for (int i = 0; i < n; i++) {
            sample[i] = random.nextInt(n);
        }
        return sample;
    }

    private static double mean(double[] values, int[] sample) {
        double sum = 0;
        for (int i : sample) {
            sum += values[i];
        }
        return sum / sample.length;
    }

    private static double quantile(double[] ascending, double share) {
        double position = share * (ascending.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}

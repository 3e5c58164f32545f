package ai.magibu.benchmarks;

import java.util.List;

/** Medians and percentiles. */
final class Median {

    private Median() {}

    static double of(List<Double> values) {
        return of(values, 0.5);
    }

    /** @param share the share of values that do not exceed the result, such as 0.99 */
    static double of(List<Double> values, double share) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        List<Double> sorted = values.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        double lower = sorted.get((int) Math.floor(place));
        double upper = sorted.get((int) Math.ceil(place));
        return lower + (upper - lower) * (place - Math.floor(place));
    }
}

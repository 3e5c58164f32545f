package ai.magibu.benchmarks;

import java.util.List;

/** Middle values. */
final class Median {

    private Median() {}

    static double of(List<Double> values) {
        return of(values, 0.5);
    }

    /** @param share 0.99 for the value that 99 of 100 do not exceed */
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

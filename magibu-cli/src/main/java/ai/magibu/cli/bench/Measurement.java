package ai.magibu.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The duration of repeated work.
 *
 * @param runs the number of measured runs
 * @param medianSeconds the median time of a run
 */
record Measurement(int runs, double medianSeconds) {

    /** Runs the work at least once, until the time is used up or there are enough runs. */
    static Measurement of(Runnable work, int maxRuns, double limitSeconds, LongSupplier nanoClock) {
        List<Double> seconds = new ArrayList<>();
        double total = 0;
        do {
            long start = nanoClock.getAsLong();
            work.run();
            seconds.add((nanoClock.getAsLong() - start) / 1e9);
            total += seconds.get(seconds.size() - 1);
        } while (seconds.size() < maxRuns && total + total / seconds.size() <= limitSeconds);
        Collections.sort(seconds);
        int upper = seconds.size() / 2;
        int lower = (seconds.size() - 1) / 2;
        return new Measurement(seconds.size(), (seconds.get(lower) + seconds.get(upper)) / 2);
    }
}

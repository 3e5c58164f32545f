package ai.magibu.cache.internal;

import ai.magibu.cache.CacheStatistics;
import java.util.concurrent.atomic.LongAdder;

/** The counts of a decorator. */
final class Counts implements CacheStatistics {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();

    void count(int newHits, int newMisses) {
        hits.add(newHits);
        misses.add(newMisses);
    }

    void countFailure() {
        failures.increment();
    }

    @Override
    public long hits() {
        return hits.sum();
    }

    @Override
    public long misses() {
        return misses.sum();
    }

    @Override
    public long failures() {
        return failures.sum();
    }

    @Override
    public String toString() {
        return "CacheStatistics[hits=" + hits() + ", misses=" + misses() + ", failures=" + failures() + "]";
    }
}

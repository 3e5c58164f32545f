package ai.magibu.it.spark;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for events of Spark, which arrive later than the results of a job. */
final class Wait {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Wait() {}

    static void until(BooleanSupplier condition, Supplier<String> what) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            Expect.that(System.nanoTime() < end, "not within " + LIMIT + ": " + what.get());
            Thread.sleep(20);
        }
    }
}

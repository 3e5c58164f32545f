package ai.magibu.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that each make a call as soon as their last one has ended. */
final class Load {

    /** A call. */
    interface Call {
        /**
         * @param number a different one for each call
         * @return "200", or what happened instead
         */
        String run(int number) throws Exception;
    }

    /**
     * The measurements of all callers.
     *
     * @param perSecond successful calls per second
     * @param median the median of their seconds
     * @param slow the seconds that 99 % of them do not exceed
     * @param outcomes the number of calls by what they returned
     */
    record Result(double perSecond, double median, double slow, Map<String, Integer> outcomes) {}

    private Load() {}

    static Result run(int callers, double seconds, Call call) throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<List<Outcome>>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> calls(next, end, call)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<List<Outcome>> each : running) {
                outcomes.addAll(each.get());
            }
            return result(outcomes, (System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private record Outcome(String name, double seconds) {}

    private static List<Outcome> calls(AtomicInteger next, long end, Call call) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            String name = call.run(next.getAndIncrement());
            outcomes.add(new Outcome(name, (System.nanoTime() - start) / 1e9));
        }
        return outcomes;
    }

    private static Result result(List<Outcome> outcomes, double seconds) {
        Map<String, Integer> counts = new TreeMap<>();
        List<Double> successes = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            counts.merge(outcome.name(), 1, Integer::sum);
            if (outcome.name().equals("200")) {
                successes.add(outcome.seconds());
            }
        }
        return successes.isEmpty()
                ? new Result(0, Double.NaN, Double.NaN, counts)
                : new Result(successes.size() / seconds, Median.of(successes), Median.of(successes, 0.99), counts);
    }
}

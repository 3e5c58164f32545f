package ai.magibu.adaptation.internal.student;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/** Threads that work on parts of the weights. */
final class Workers implements AutoCloseable {

    private final ExecutorService threads;

    Workers(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "magibu-adamw");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a function on every part and adds the results in the order of the parts, so that the sum does not depend on the threads. */
    <T> double sum(List<T> parts, ToDoubleFunction<T> function) {
        List<Future<Double>> results = new ArrayList<>();
        for (T part : parts) {
            results.add(threads.submit(() -> function.applyAsDouble(part)));
        }
        double sum = 0;
        for (Future<Double> result : results) {
            sum += get(result);
        }
        return sum;
    }

    /** An interrupt is kept for later: half of the weights cannot be changed. */
    private static double get(Future<Double> result) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}

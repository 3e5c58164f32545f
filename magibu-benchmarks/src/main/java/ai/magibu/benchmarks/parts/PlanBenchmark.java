package ai.magibu.benchmarks.parts;

import ai.magibu.embedding.internal.batch.BatchPlanner;
import ai.magibu.embedding.internal.batch.RunCosts;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the lengths of texts to batches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {

    @Param({"16", "200", "2000"})
    public int texts;

    private final BatchPlanner planner = new BatchPlanner(2048, new RunCosts(30, true));
    private int[] lengths;

    @Setup
    public void lengths() {
        Random random = new Random(1);
        lengths = random.doubles(texts).mapToInt(value -> (int) Math.min(2048, 8 + 112 * Math.exp(2 * value))).toArray();
    }

    @Benchmark
    public List<int[]> plan() {
        return planner.plan(lengths);
    }
}

package ai.magibu.benchmarks.parts;

import ai.magibu.benchmarks.Texts;
import ai.magibu.embedding.MagibuTokenizer;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a text to its token ids. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizeBenchmark {

    /** The model's folder. */
    @Param("model")
    public String model;

    @Param({"16", "128", "2048"})
    public int tokens;

    private MagibuTokenizer tokenizer;
    private String text;

    @Setup
    public void load() {
        tokenizer = MagibuTokenizer.load(Path.of(model));
        text = new Texts(tokenizer::count).ofTokens(tokens, 0);
    }

    @Benchmark
    public int[] tokenize() {
        return tokenizer.encode(text);
    }

    @TearDown
    public void close() {
        tokenizer.close();
    }
}

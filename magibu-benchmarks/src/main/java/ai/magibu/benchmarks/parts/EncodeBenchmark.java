package ai.magibu.benchmarks.parts;

import ai.magibu.benchmarks.Texts;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/**
 * A whole call, from texts to vectors. Each shape is one run of the model, so that the time without tokenizing and planning is that
 * of the session.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncodeBenchmark {

    /** The model's folder. */
    @Param("model")
    public String model;

    @Param({"FP32", "INT8"})
    public Precision precision;

    /** The number of texts × the tokens of each. */
    @Param({"1x16", "16x16", "8x128", "1x512"})
    public String shape;

    private MagibuEmbedder embedder;
    private List<String> texts;

    @Setup
    public void load() {
        embedder = MagibuEmbedder.builder().model(Path.of(model)).device(Device.CPU).precision(precision).load();
        String[] sides = shape.split("x");
        texts = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(sides[0]); i++) {
            texts.add(new Texts(embedder::countTokens).ofTokens(Integer.parseInt(sides[1]), i));
        }
    }

    @Benchmark
    public List<float[]> encode() {
        return embedder.encode(texts);
    }

    @TearDown
    public void close() {
        embedder.close();
    }
}

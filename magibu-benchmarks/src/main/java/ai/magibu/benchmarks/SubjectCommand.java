package ai.magibu.benchmarks;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subject}: the process that {@code compare} starts to measure Magibu. */
@Command(name = "subject", hidden = true, description = "Answer requests of the line protocol. Started by 'compare'.")
final class SubjectCommand implements Callable<Integer> {

    enum Kind {
        MAGIBU,
        GEMM
    }

    @Parameters(index = "0")
    private Kind kind;

    @Option(names = "--model")
    private @Nullable Path model;

    @Option(names = "--precision", required = true)
    private Precision precision;

    @Option(names = "--threads", required = true)
    private int threads;

    @Option(names = "--shared-batches")
    private boolean sharedBatches;

    /** The cache of this model in this precision alone. */
    @Option(names = "--cache")
    private @Nullable Path cache;

    @Override
    public Integer call() throws IOException, OrtException {
        switch (kind) {
            case MAGIBU -> magibu();
            case GEMM -> gemm();
        }
        return ExitCode.OK;
    }

    private void magibu() throws IOException {
        EmbedderSettings.Builder builder =
                MagibuEmbedder.builder()
                        .model(Objects.requireNonNull(model, "--model"))
                        .device(Device.CPU)
                        .precision(precision)
                        .threads(threads)
                        .sharedBatches(sharedBatches)
                        .cacheDirectory(cache);
        long start = System.nanoTime();
        try (MagibuEmbedder embedder = builder.load()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            EncodeOptions options = EncodeOptions.of(Prompt.NONE);
            SubjectLoop loop = new SubjectLoop(texts -> {
                List<Embedding> embeddings = embedder.embed(texts.stream().map(Passage::of).toList(), options);
                return new SubjectLoop.Result(
                        embeddings.stream().map(Embedding::vector).toList(),
                        embeddings.stream().mapToLong(Embedding::tokens).sum());
            });
            loop.run(new Greeting(version(), seconds, embedder.maxTokens(), weights(embedder.info()), true, false));
        }
    }

    /** Returns the size of the compiled graph's weights, of the newest graph if there are several; in bf16, two bytes per parameter. */
    private @Nullable Long weights(ModelInfo info) throws IOException {
        if (precision == Precision.BF16) {
            return (long) Short.BYTES * info.parameters();
        }
        if (cache == null) {
            return null;
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.map(Path::toFile)
                    .filter(file -> file.getName().endsWith(".data"))
                    .max(Comparator.comparingLong(File::lastModified))
                    .map(File::length)
                    .orElse(null);
        }
    }

    private void gemm() throws IOException, OrtException {
        long start = System.nanoTime();
        try (Gemm gemm = Gemm.create(precision, threads)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            SubjectLoop loop = new SubjectLoop(texts -> {
                gemm.run();
                return new SubjectLoop.Result(List.of(), 0);
            });
            loop.run(new Greeting(version(), seconds, Integer.MAX_VALUE, null, false, false));
        }
    }

    private static String version() {
        return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion() + ", JDK " + Runtime.version();
    }
}

package ai.magibu.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.magibu.evaluation.internal.search.ExactSearch;
import ai.magibu.evaluation.internal.search.Hits;
import ai.magibu.evaluation.internal.vector.MappedVectors;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code search}: the exact search of an evaluation against numpy's, on the same memory-mapped file. */
@Command(
        name = "search",
        description = "Measures the exact search of magibu-evaluation against numpy. Run Java with -Xmx2g to see that the corpus is not on "
                + "the heap.")
final class SearchCommand implements Callable<Integer> {

    private static final int BLOCK = 50_000;
    private static final int ROWS_PER_WRITE = 1000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--folder", required = true, paramLabel = "DIR", description = "The folder of the random vectors, written once.")
    private Path folder;

    @Option(names = "--python", required = true, paramLabel = "FILE", description = "A Python with numpy.")
    private Path python;

    @Option(names = "--documents", paramLabel = "N", description = "Default: 1,000,000.")
    private int documents = 1_000_000;

    @Option(names = "--queries", paramLabel = "N", description = "Default: 1,000.")
    private int queries = 1000;

    @Option(names = "--dimensions", paramLabel = "N", description = "Default: 768.")
    private int dimensions = 768;

    @Option(names = "--k", paramLabel = "N", description = "The documents kept per query. Default: 1,000.")
    private int k = 1000;

    @Option(names = "--rounds", paramLabel = "N", description = "Java and numpy take turns. Default: 3.")
    private int rounds = 3;

    private record Run(double seconds, String best) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path corpus = random("corpus", documents, 1);
        Path questions = random("queries", queries, 2);
        Path script = folder.resolve("search.py");
        try (InputStream in = Objects.requireNonNull(SearchCommand.class.getResourceAsStream("search.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<Run> java = new ArrayList<>();
        List<Run> numpy = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            java.add(java(corpus, questions));
            numpy.add(numpy(script, corpus, questions));
            say("round %d: Java %.1f s, numpy %.1f s", round + 1, java.get(round).seconds(), numpy.get(round).seconds());
        }
        if (!java.get(0).best().equals(numpy.get(0).best())) {
            say("The results differ: Java found %s, numpy %s", java.get(0).best(), numpy.get(0).best());
            return ExitCode.SOFTWARE;
        }
        say("%,d documents x %d, %,d queries, best %,d: median Java %.1f s, numpy %.1f s; heap limit %,d MB", documents, dimensions,
                queries, k, median(java), median(numpy), Runtime.getRuntime().maxMemory() >> 20);
        return ExitCode.OK;
    }

    private Run java(Path corpus, Path questions) throws IOException {
        long start = System.nanoTime();
        Vectors vectors = MappedVectors.open(corpus, dimensions);
        List<String> ids = IntStream.range(0, documents).mapToObj(Integer::toString).toList();
        List<Hits> hits = new ExactSearch(vectors, ids).search(MappedVectors.open(questions, dimensions), k);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Run(seconds,
                Arrays.stream(hits.get(0).documents()).limit(10).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }

    private Run numpy(Path script, Path corpus, Path questions) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(python.toString(), script.toString(), corpus.toString(), questions.toString(),
                Integer.toString(dimensions), Integer.toString(k), Integer.toString(BLOCK)).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
        if (process.waitFor() != 0 || lines.size() != 2) {
            throw new IOException(python + " failed");
        }
        return new Run(Double.parseDouble(lines.get(0)), lines.get(1));
    }

    /** Returns a file of normally distributed components; one of the right size is used again. */
    private Path random(String name, int rows, long seed) throws IOException {
        Path file = folder.resolve(name + "-" + rows + "x" + dimensions + ".f32");
        if (Files.exists(file) && Files.size(file) == (long) rows * dimensions * Float.BYTES) {
            return file;
        }
        Random random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocate(ROWS_PER_WRITE * dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int row = 0; row < rows; row += ROWS_PER_WRITE) {
                bytes.clear();
                for (int i = 0; i < Math.min(ROWS_PER_WRITE, rows - row) * dimensions; i++) {
                    bytes.putFloat((float) random.nextGaussian());
                }
                bytes.flip();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
        return file;
    }

    private static double median(List<Run> runs) {
        double[] sorted = runs.stream().mapToDouble(Run::seconds).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void say(String format, Object... values) {
        spec.commandLine().getOut().println(String.format(Locale.ROOT, format, values));
        spec.commandLine().getOut().flush();
    }
}

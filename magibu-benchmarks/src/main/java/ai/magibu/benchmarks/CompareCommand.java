package ai.magibu.benchmarks;

import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.Precision;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code compare}: measures the rows of the tables in docs/performance.md. */
@Command(
        name = "compare",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Measure Magibu and peers with the same weights and texts.",
                "",
                "Each subject is a separate process, alone in memory: in every round of a row it starts, loads the model, does the work "
                        + "untimed and then timed, and ends before the next one starts. Every second round has the opposite order. A "
                        + "ratio is the median of the ratios of a round, so that a machine whose speed drifts does not favor a "
                        + "subject. Texts have exact numbers of tokens, the time includes tokenizing, vectors are compared, and the "
                        + "report names subjects that truncate texts. A slow subject takes part in fewer rounds; their number is "
                        + "stated.",
                "",
                "Rows: W1 one query of 16 tokens; W2 128 texts of 128; W2-8 8 texts of 128; W3 200 texts of log-normal length (median "
                        + "120, sigma 1, 8 to 2,048) as the first call of a process; W4, W4-4096, W4-2048, W4-512 one text of 8,192, "
                        + "4,096, 2,048, 512; WINDOW W4 with the model of --windowed; GEMM 8 texts of 128 compared with matrix "
                        + "products in ONNX Runtime; CALLERS queries one after another, of 16 callers, and of 16 that share batches; "
                        + "LENGTH, BATCH time by length and batch. Every row has load time and memory (Linux).",
                "",
                "Peers and their requirements:",
                "  sentence-transformers  and sentence-transformers-bf16: Python with peers/python/requirements.txt",
                "  onnx-plain             the same: the transformer as torch.onnx exports it, in ONNX Runtime",
                "  langchain4j            OnnxEmbeddingModel on that export: ./mvnw -f magibu-benchmarks/peers/java package",
                "  spring-ai              TransformersEmbeddingModel on that export: the same",
                "  llama.cpp              F32 and Q8_0 through node-llama-cpp: npm ci in magibu-benchmarks/peers/node, Node 20",
                "",
                "results.json, table.md and the charts are written into --out.",
                ""
        })
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Folder with the model's published files.")
    private Path model;

    @Option(names = "--windowed", paramLabel = "DIR", description = "A model with another sliding window, for the row WINDOW.")
    private @Nullable Path windowed;

    @Option(names = "--precision", split = ",", paramLabel = "P",
            description = "Magibu's precisions: fp32, int8, bf16. Default: fp32,int8.")
    private List<Precision> precisions = List.of(Precision.FP32, Precision.INT8);

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "ROW",
            converter = RowConverter.class,
            description = "Rows to measure, in this order. Default: W1,W2,W3,W4,GEMM,CALLERS.")
    private List<Row> rows = List.of(Row.W1, Row.W2, Row.W3, Row.W4, Row.GEMM, Row.CALLERS);

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "PEER",
            converter = PeerConverter.class,
            description = "Peers to compare with Magibu. Default: none.")
    private List<Peers.Peer> peers = List.of();

    @Option(names = "--python", paramLabel = "PATH", description = "The Python program. Default: python3.")
    private String python = "python3";

    @Option(names = "--node", paramLabel = "PATH", description = "The Node.js program. Default: node.")
    private String node = "node";

    @Option(names = "--runs", paramLabel = "N", description = "Rounds of each row. Default: 5.")
    private int runs = 5;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "A subject skips further rounds of a row if all its rounds would probably take longer. Default: 120.")
    private double seconds = 120;

    @Option(
            names = "--best-batch",
            paramLabel = "N",
            description = "Batch size of peers that let users choose it, in addition to their default. Default: the best for 32 texts.")
    private @Nullable Integer bestBatch;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of each subject. Default: one per physical core.")
    private @Nullable Integer threads;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: magibu-comparison.")
    private Path out = Path.of("magibu-comparison");

    @Option(names = "--append", description = "Add to the results in --out: other rows, or more rounds of the same.")
    private boolean append;

    @Option(
            names = "--prepared",
            paramLabel = "DIR",
            description = "Folder for the compiled graphs (3 GB); missing ones are compiled. Default: prepared, in --out.")
    private @Nullable Path prepared;

    @Option(
            names = "--peer-programs",
            paramLabel = "DIR",
            description = "Folder of the peers' programs. Default: the folder peers of this jar's module.")
    private @Nullable Path programs;

    @Override
    public Integer call() throws IOException {
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs must be at least 1, not " + runs);
        }
        if (rows.contains(Row.WINDOW) && windowed == null) {
            throw new ParameterException(spec.commandLine(), "the row WINDOW needs --windowed");
        }
        Files.createDirectories(out);
        Path file = out.resolve("results.json");
        Results before = append ? Results.read(file) : null;
        int count = threads == null ? Machine.physicalCores() : threads;
        Results.Model measured = Arithmetic.model(ModelInfo.read(model));
        if (before != null && !before.model().equals(measured)) {
            throw new ParameterException(spec.commandLine(), file + " belongs to another model; choose another --out");
        }
        Results results = new Results(Machine.here(count), measured, before == null ? List.of() : before.sittings());
        Peers subjects = new Peers(
                programs == null ? programsOfThisModule() : programs,
                prepared == null ? out.resolve("prepared") : prepared,
                python,
                node,
                count);
        Files.createDirectories(prepared == null ? out.resolve("prepared") : prepared);
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(model)) {
            MagibuTokens tokens = new MagibuTokens(tokenizer);
            int maxTokens = ModelInfo.read(model).maxTokens();
            Path logs = Files.createDirectories(out.resolve("logs"));
            Entrants entrants = new Entrants(subjects, tokens, bestBatch, logs, System.err);
            compile(subjects, logs);
            for (Row row : rows) {
                List<Work> works = Work.of(row, maxTokens);
                if (works.isEmpty()) {
                    System.err.println(row.id() + ": skipped, because its texts exceed the model's " + maxTokens + " tokens");
                    continue;
                }
                for (Results.Sitting sitting : measure(row, works, entrants, tokens, logs)) {
                    results = results.with(sitting);
                }
                results.write(file);
            }
        }
        new Report(results).write(out);
        System.out.print(Files.readString(out.resolve(Report.TABLE)));
        return ExitCode.OK;
    }

    /** Compiles the model first, so that no measured load does. */
    private void compile(Peers subjects, Path logs) {
        for (Path folder : windowed == null ? List.of(model) : List.of(model, windowed)) {
            for (Precision precision : precisions) {
                Subject subject = subjects.magibu(folder, precision, false);
                try {
                    new PeerProcess(subject, logs).close();
                } catch (PeerFailure e) {
                    System.err.println(subject.name() + " " + e.getMessage());
                }
            }
        }
    }

    private List<Results.Sitting> measure(Row row, List<Work> works, Entrants entrants, MagibuTokens tokens, Path logs) {
        Path folder = row == Row.WINDOW && windowed != null ? windowed : model;
        Work work = works.get(0);
        List<Entrant> all = new ArrayList<>(entrants.magibu(row, work, folder, precisions));
        List<Results.Contender> missing = new ArrayList<>();
        for (Peers.Peer peer : peers) {
            try {
                all.addAll(entrants.peer(peer, row, work, folder));
            } catch (PeerFailure e) {
                System.err.println(peer.id() + " " + e.getMessage());
                missing.add(Results.Contender.failed(peer.id(), Objects.requireNonNull(e.getMessage())));
            }
        }
        List<Results.Sitting> sittings = new Contest(works, tokens, runs, seconds, logs, System.err).run(all);
        return sittings.stream().map(sitting -> sitting.with(missing)).toList();
    }

    /** Returns the folder of the peers' programs: the jar is in the module's {@code target}. */
    private static Path programsOfThisModule() {
        try {
            Path code = Path.of(Benchmarks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return code.resolveSibling("../peers").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class RowConverter implements ITypeConverter<Row> {
        @Override
        public Row convert(String value) {
            return choice(Row.values(), Row::id, value);
        }
    }

    private static final class PeerConverter implements ITypeConverter<Peers.Peer> {
        @Override
        public Peers.Peer convert(String value) {
            return choice(Peers.Peer.values(), Peers.Peer::id, value);
        }
    }

    private static <T> T choice(T[] choices, Function<T, String> name, String value) {
        return Arrays.stream(choices)
                .filter(choice -> name.apply(choice).equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of "
                        + Arrays.stream(choices).map(name).collect(Collectors.joining(", ")) + ", not \"" + value + "\""));
    }
}

package ai.magibu.cli.evaluate;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.evaluation.RetrievalEvaluation;
import ai.magibu.evaluation.data.RetrievalData;
import ai.magibu.evaluation.report.Reports;
import ai.magibu.evaluation.result.Comparison;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.stats.Interval;
import ai.magibu.evaluation.task.RetrievalSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code evaluate retrieval}: the user's own documents and questions. */
@Command(
        name = "retrieval",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Score a model on your own documents and questions.",
                "",
                "Files are JSON lines, CSV or TSV with a header. Run the command again with another model or other settings to compare "
                        + "them question by question.",
                ""
        })
public final class RetrievalCommand implements Callable<Integer> {

    private static final String METRIC = "ndcg_at_10";

    @ParentCommand
    private EvaluateCommand parent;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EncoderOptions encoder;

    @Option(names = "--corpus", paramLabel = "FILE", description = "The documents: columns _id, title (optional), text.")
    private @Nullable Path corpus;

    @Option(names = "--queries", paramLabel = "FILE", description = "The questions: columns _id, text.")
    private @Nullable Path queries;

    @Option(
            names = "--qrels",
            paramLabel = "FILE",
            description = "The judgments: columns query-id, corpus-id, score (0 is not relevant).")
    private @Nullable Path qrels;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Instead of the three files, a folder with BEIR's layout: corpus.jsonl, queries.jsonl, qrels/test.tsv.")
    private @Nullable Path folder;

    @Option(names = "--name", paramLabel = "NAME", description = "The name of the data in reports. Default: the folder's.")
    private @Nullable String name;

    @Mixin
    private OutputFolderOption output;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws FileFailure {
        Program cli = parent.cli(spec);
        RetrievalSet data = data();
        String dataName = name();
        TerminalLine line = progress.terminalLine(cli.streams());
        EncodingLine encoding = new EncodingLine(line, System::nanoTime);
        try (OpenEncoder open = encoder.open(cli, line)) {
            RetrievalEvaluation evaluation =
                    RetrievalEvaluation.of(open.encoder(), data, dataName, output.folder()).listener(encoding::update);
            encoding.start(dataName);
            RetrievalResult result = evaluation.run();
            List<RetrievalResult> all = evaluation.results();
            List<Comparison> comparisons = comparisons(all, result);
            encoding.clear();
            PrintWriter out = cli.streams().outText();
            print(out, result, comparisons);
            Reports.writeRetrieval(all, comparisons, evaluation.folder());
            out.println("Report: " + evaluation.folder().resolve("report.html"));
        } finally {
            line.clear();
        }
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private RetrievalSet data() {
        if (folder != null && corpus == null && queries == null && qrels == null) {
            return RetrievalData.folder(folder);
        }
        if (folder == null && corpus != null && queries != null && qrels != null) {
            return RetrievalData.files(corpus, queries, qrels);
        }
        throw new ParameterException(spec.commandLine(), "--corpus, --queries and --qrels are needed, or --folder alone");
    }

    private String name() {
        if (name != null && !name.isBlank()) {
            return name;
        }
        return DataName.of(Objects.requireNonNull(folder != null ? folder : corpus));
    }

    private static List<Comparison> comparisons(List<RetrievalResult> all, RetrievalResult result) {
        return all.stream().filter(other -> !other.encoder().equals(result.encoder()))
                .map(other -> RetrievalEvaluation.compare(other, result, METRIC)).toList();
    }

    private static void print(PrintWriter out, RetrievalResult result, List<Comparison> comparisons) {
        out.printf(Locale.ROOT, "%,d documents, %,d queries%n", result.documents(), result.queries());
        result.intervals().forEach((metric, interval) -> out.printf(Locale.ROOT, "%-14s %s%n", metric, score(interval)));
        for (Comparison comparison : comparisons) {
            out.printf(Locale.ROOT, "%s against %s: %s, p %s%n", METRIC, Settings.text(comparison.first().encoder()),
                    difference(comparison.difference()), comparison.pValue() < 0.001
                            ? "< 0.001"
                            : String.format(Locale.ROOT, "= %.3f", comparison.pValue()));
        }
    }

    private static String score(Interval interval) {
        return String.format(Locale.ROOT, "%.3f   (95 %%: %.3f to %.3f)", interval.value(), interval.low(), interval.high());
    }

    private static String difference(Interval interval) {
        return String.format(Locale.ROOT, "%+.3f (95 %%: %+.3f to %+.3f)", interval.value(), interval.low(), interval.high());
    }
}

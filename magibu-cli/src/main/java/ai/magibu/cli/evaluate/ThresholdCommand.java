package ai.magibu.cli.evaluate;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.Choice;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.evaluation.ThresholdEvaluation;
import ai.magibu.evaluation.api.ThresholdGoal;
import ai.magibu.evaluation.data.LabeledPairsFile;
import ai.magibu.evaluation.report.Reports;
import ai.magibu.evaluation.result.ThresholdResult;
import ai.magibu.evaluation.stats.Interval;
import ai.magibu.evaluation.task.LabeledPairs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code evaluate threshold}: the similarity from which two texts count as a match. */
@Command(
        name = "threshold",
        sortOptions = false,
        sortSynopsis = false,
        description = {"Find the cosine similarity from which two texts should count as a match, on your own labeled pairs.", ""})
public final class ThresholdCommand implements Callable<Integer> {

    @ParentCommand
    private EvaluateCommand parent;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EncoderOptions encoder;

    @Option(
            names = "--pairs",
            required = true,
            paramLabel = "FILE",
            description = "JSON lines, CSV or TSV with the columns sentence1, sentence2 and label (1: match, 0: no match).")
    private Path pairs;

    @Option(
            names = "--goal",
            paramLabel = "f1|accuracy",
            converter = GoalConverter.class,
            description = "The score that the threshold maximizes. Default: f1.")
    private ThresholdGoal goal = ThresholdGoal.F1;

    @Mixin
    private OutputFolderOption output;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws FileFailure {
        Program cli = parent.cli(spec);
        LabeledPairs data = LabeledPairsFile.read(pairs);
        String name = DataName.of(pairs);
        TerminalLine line = progress.terminalLine(cli.streams());
        EncodingLine encoding = new EncodingLine(line, System::nanoTime);
        try (OpenEncoder open = encoder.open(cli, line)) {
            ThresholdEvaluation evaluation = ThresholdEvaluation.of(open.encoder(), data, name, output.folder()).goal(goal)
                    .listener(encoding::update);
            encoding.start(name);
            ThresholdResult result = evaluation.run();
            encoding.clear();
            PrintWriter out = cli.streams().outText();
            print(out, result);
            Reports.writeThresholds(evaluation.results(), evaluation.folder());
            out.println("Report: " + evaluation.folder().resolve("report.html"));
        } finally {
            line.clear();
        }
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, ThresholdResult result) {
        out.printf(Locale.ROOT, "%,d pairs, %,d match%n", result.pairs(), result.matching());
        print(out, "threshold", result.threshold());
        result.scores().forEach((score, interval) -> print(out, score, interval));
    }

    private static void print(PrintWriter out, String what, Interval interval) {
        out.printf(Locale.ROOT, "%-10s %.4f   (95 %%: %.4f to %.4f)%n", what, interval.value(), interval.low(), interval.high());
    }

    private static final class GoalConverter implements ITypeConverter<ThresholdGoal> {
        @Override
        public ThresholdGoal convert(String value) {
            return Choice.of(ThresholdGoal.class, value);
        }
    }
}

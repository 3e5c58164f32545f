package ai.magibu.cli.adapt;

import ai.magibu.adaptation.Distillation;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingHistory.Score;
import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

/** {@code adapt distill}: trains a student on a teacher's vectors. */
@Command(
        name = "distill",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Train a student to produce the teacher's vectors, on the CPU.",
                "",
                "Needs pytorch-native-cpu-2.7.1-PLATFORM.jar next to magibu-cli.jar, with the platform linux-x86_64, linux-aarch64, "
                        + "osx-aarch64 or win-x86_64. The output folder gets the model, a model card and report.html with the loss curve. "
                        + "Until then, OUTPUT.training next to it has the checkpoints.",
                ""
        })
public final class DistillCommand implements Callable<Integer> {

    @ParentCommand
    private AdaptCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--student", required = true, paramLabel = "DIR", description = "The student's folder, as adapt clone writes it.")
    private Path student;

    @Option(
            names = "--vectors",
            required = true,
            paramLabel = "DIR|FILE",
            description = "Texts with the teacher's vectors: the folder of adapt teach, Parquet files or JSON lines (*.jsonl). Repeat it "
                    + "for more.")
    private List<Path> vectors = List.of();

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "An empty or new folder.")
    private Path output;

    @Mixin
    private TrainingMixin training;

    @Option(
            names = "--validation",
            paramLabel = "DIR|FILE",
            description = "Further texts with vectors, whose mean cosine is measured, in place of --validation-share.")
    private List<Path> validation = List.of();

    @Option(names = "--text-column", paramLabel = "NAME", description = "The column of the texts. Default: text or texts.")
    private @Nullable String textColumn;

    @Option(
            names = "--vector-column",
            paramLabel = "NAME",
            description = "The column of the vectors. Default: teacher_embedding_final, embedding or embeddings; with --target pre-dense "
                    + "teacher_embedding_pre_dense.")
    private @Nullable String vectorColumn;

    @Mixin
    private StudentScoreOptions evaluation;

    @Option(names = "--resume", description = "Continue an earlier run from its latest checkpoint, with the same options and data.")
    private boolean resume;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws FileFailure {
        Program cli = parent.cli();
        PrintWriter out = cli.streams().outText();
        TerminalLine line = progress.terminalLine(cli.streams());
        Distillation distillation = distillation(cli).listener(new TrainingLines(out, line));
        try {
            line.show("reading the vectors ...");
            print(out, distillation.run());
        } finally {
            line.clear();
        }
        out.println("Report: " + output.resolve("report.html"));
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private Distillation distillation(Program cli) {
        if (!validation.isEmpty() && training.hasValidationShare()) {
            throw new ParameterException(spec.commandLine(), "--validation and --validation-share exclude each other");
        }
        try {
            Distillation distillation = Distillation.of(student, vectors, output).options(training.options()).resume(resume);
            if (!validation.isEmpty()) {
                distillation.validation(validation);
            }
            if (textColumn != null) {
                distillation.textColumn(textColumn);
            }
            if (vectorColumn != null) {
                distillation.vectorColumn(vectorColumn);
            }
            evaluation.apply(distillation, cli);
            return distillation;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void print(PrintWriter out, TrainingHistory history) {
        TrainingHistory.Step last = history.steps().get(history.steps().size() - 1);
        out.printf(Locale.ROOT, "%,d steps, %,d tokens, loss %.4f%n", last.number(), history.tokens(), last.loss());
        history.validations().stream().max(Comparator.comparingDouble(Score::value))
                .ifPresent(best -> out.printf(Locale.ROOT, "best mean cosine %.4f after step %,d%n", best.value(), best.step()));
        if (history.truncated() > 0) {
            out.printf(Locale.ROOT, "%,d texts had more tokens than the limit and were cut%n", history.truncated());
        }
    }
}

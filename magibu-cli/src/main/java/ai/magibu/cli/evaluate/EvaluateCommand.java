package ai.magibu.cli.evaluate;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.Choice;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.evaluation.Evaluation;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.data.DataFolder;
import ai.magibu.evaluation.data.DataSource;
import ai.magibu.evaluation.data.HubData;
import ai.magibu.evaluation.report.Reports;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.evaluation.task.TaskType;
import ai.magibu.hub.Hub;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code evaluate}: the tasks of TR-MTEB. */
@Command(
        name = "evaluate",
        sortOptions = false,
        sortSynopsis = false,
        subcommands = {RetrievalCommand.class, ThresholdCommand.class},
        description = {
                "Score a model on the 26 tasks of TR-MTEB, or on your own data with one of the commands below.",
                "",
                "Results, vectors and the report (report.html, report.md) go into the output folder. Run the command again with another "
                        + "model or other settings to see both side by side. A run that was interrupted continues; finished tasks are "
                        + "not computed again.",
                ""
        })
public final class EvaluateCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EncoderOptions encoder;

    @Option(names = "--tasks", split = ",", paramLabel = "TASK", description = "Names of tasks. Default: all.")
    private @Nullable List<String> tasks;

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            converter = TypeConverter.class,
            description = "Types of tasks: STS, PairClassification, Retrieval, Classification, Clustering, BitextMining. Default: all.")
    private @Nullable List<TaskType> types;

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "The split that is scored; all for every split of each task. Default: test, as in the model card, and all splits of "
                    + "a task that has no test split.")
    private @Nullable String split;

    @Option(
            names = "--protocol",
            paramLabel = "trmteb|mteb2",
            converter = ProtocolConverter.class,
            description = "The rules: those of the TR-MTEB tables and the model card (mteb 1.31.3), or those of mteb 2. Default: trmteb.")
    private Protocol protocol = Protocol.TRMTEB;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder with the data sets, as owner/name or name. Default: they are downloaded from the Hugging Face hub.")
    private @Nullable Path data;

    @Mixin
    private OutputFolderOption output;

    @Mixin
    private ProgressOptions progress;

    /** Returns the program for a command below this one. Options of this command would be ignored there, so they are rejected. */
    Program cli(CommandSpec command) {
        spec.commandLine().getParseResult().matchedOptions().stream().findFirst().ifPresent(option -> {
            throw new ParameterException(command.commandLine(), option.longestName() + " must come after \"" + command.name() + "\"");
        });
        return cli;
    }

    @Override
    public Integer call() throws FileFailure {
        List<Task> chosen = tasks();
        TerminalLine line = progress.terminalLine(cli.streams());
        DataSource source = data == null ? new HubData(new Hub(cli.hub())) : new DataFolder(data);
        try (OpenEncoder open = encoder.open(cli, line)) {
            Evaluation evaluation = Evaluation.of(open.encoder(), source, output.folder()).tasks(chosen).protocol(protocol)
                    .listener(new TaskLines(cli.streams().outText(), new EncodingLine(line, System::nanoTime)));
            if (split != null) {
                evaluation.split(split);
            }
            run(evaluation, line);
        }
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private void run(Evaluation evaluation, TerminalLine line) {
        try {
            evaluation.run();
        } catch (RuntimeException e) {
            line.clear();
            reportAfter(e);
            throw e;
        }
        line.clear();
        report();
    }

    /** The finished tasks have a report. If it cannot be written, the first failure is still the one to know. */
    private void reportAfter(RuntimeException failure) {
        try {
            report();
        } catch (EvaluationException e) {
            failure.addSuppressed(e);
        }
    }

    private void report() {
        List<EvaluationRun> runs = Evaluation.runs(output.folder());
        if (runs.isEmpty()) {
            return;
        }
        Reports.write(runs, output.folder());
        cli.streams().outText().println("Report: " + output.folder().resolve("report.html"));
    }

    private List<Task> tasks() {
        Set<Task> chosen = new LinkedHashSet<>();
        TaskCatalogue catalogue = TaskCatalogue.trMteb();
        try {
            if (tasks != null) {
                tasks.forEach(name -> chosen.add(catalogue.task(name.strip())));
            } else {
                chosen.addAll(catalogue.tasks());
            }
        } catch (EvaluationException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (types != null) {
            chosen.removeIf(task -> !types.contains(task.type()));
        }
        if (chosen.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "none of the --tasks is of one of the --types");
        }
        if (split != null && !split.equals(Evaluation.ALL_SPLITS) && chosen.stream().noneMatch(task -> task.splits().contains(split))) {
            throw new ParameterException(spec.commandLine(), "none of the tasks has the split \"" + split + "\"; their splits are "
                    + chosen.stream().flatMap(task -> task.splits().stream()).distinct().collect(Collectors.joining(", ")));
        }
        return List.copyOf(chosen);
    }

    private static final class ProtocolConverter implements ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String value) {
            return Choice.of(Protocol.class, value);
        }
    }

    private static final class TypeConverter implements ITypeConverter<TaskType> {
        @Override
        public TaskType convert(String value) {
            return Arrays.stream(TaskType.values()).filter(type -> type.id().equalsIgnoreCase(value.strip())).findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(TaskType.values()).map(TaskType::id).collect(Collectors.joining(", ")) + ", not \"" + value
                            + "\""));
        }
    }
}

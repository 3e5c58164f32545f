package ai.magibu.benchmarks;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of {@code magibu-benchmarks.jar}. */
@Command(
        name = "magibu-benchmarks",
        description = "Measures how fast a model is on this machine, compared with other ways to run the same weights.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        subcommands = {CompareCommand.class, ReportCommand.class, JmhCommand.class, SearchCommand.class, TrainCommand.class,
                ServerCommand.class,
                SubjectCommand.class,
                HelpCommand.class},
        usageHelpWidth = 100,
        sortOptions = false,
        sortSynopsis = false,
        synopsisSubcommandLabel = "COMMAND")
public final class Benchmarks implements Runnable {

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the field
    private Benchmarks() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false);
        Objects.requireNonNull(line.getSubcommands().get("jmh")).setUnmatchedOptionsArePositionalParams(true); // JMH parses them
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "a command is required: compare, report, jmh, search, train, server or help");
    }
}

package ai.magibu.cli;

import ai.magibu.cli.adapt.AdaptCommand;
import ai.magibu.cli.bench.BenchCommand;
import ai.magibu.cli.cache.CacheCommand;
import ai.magibu.cli.cache.DownloadCommand;
import ai.magibu.cli.chunks.ChunksCommand;
import ai.magibu.cli.compare.CompareCommand;
import ai.magibu.cli.embed.EmbedCommand;
import ai.magibu.cli.evaluate.EvaluateCommand;
import ai.magibu.cli.io.DownloadLine;
import ai.magibu.cli.io.FileNameEncoding;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.model.ExportCommand;
import ai.magibu.cli.model.InfoCommand;
import ai.magibu.cli.model.TokensCommand;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.search.SearchCommand;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.HubSettings;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The entry point of {@code magibu-cli.jar}.
 *
 * <p>Exit statuses: 0 done; 1 a model, file or device could not be used; 2 a mistake in the options or in a line of the input.
 */
@Command(
        name = "magibu-cli",
        description = "Sentence embeddings from a model's published files, computed on this machine.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
                EmbedCommand.class,
                ChunksCommand.class,
                SearchCommand.class,
                CompareCommand.class,
                BenchCommand.class,
                EvaluateCommand.class,
                AdaptCommand.class,
                ExportCommand.class,
                TokensCommand.class,
                InfoCommand.class,
                DownloadCommand.class,
                CacheCommand.class,
                CompletionCommand.class,
                HelpCommand.class
        },
        usageHelpWidth = 100,
        // In the order of declaration; picocli sorts by the default locale, where Turkish puts --input last.
        sortOptions = false,
        sortSynopsis = false,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
                "0:done",
                "1:the model, a file or the device cannot be used",
                "2:a mistake in the options or in a line of the input"
        })
public final class MagibuCli implements Program, Runnable {

    private final StandardStreams streams;
    private final HubSettings hub;
    private final @Nullable String defaultModel;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what happens, and print stack traces of failures, on stderr.")
    private boolean verbose;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    private MagibuCli(StandardStreams streams, HubSettings hub, @Nullable String defaultModel) {
        this.streams = streams;
        this.hub = hub;
        this.defaultModel = defaultModel;
    }

    public static void main(String[] args) {
        Optional<String> problem = FileNameEncoding.problem(args);
        if (problem.isPresent()) {
            System.err.println("magibu: " + problem.get());
            System.exit(CommandLine.ExitCode.USAGE);
        }
        CommandLine program = commandLine(StandardStreams.ofProcess(), HubSettings.fromEnvironment(), System.getenv("MAGIBU_MODEL"));
        System.exit(program.execute(args));
    }

    /**
     * Returns the whole command line.
     *
     * @param defaultModel the model of a command without {@code --model}; null or blank for none
     */
    static CommandLine commandLine(StandardStreams streams, HubSettings hub, @Nullable String defaultModel) {
        MagibuCli cli = new MagibuCli(streams, hub, defaultModel == null || defaultModel.isBlank() ? null : defaultModel);
        return new CommandLine(cli)
                .setOut(streams.outText())
                .setErr(streams.err())
                // A folder may be called "@models".
                .setExpandAtFiles(false)
                .setExecutionStrategy(parsed -> {
                    if (cli.verbose) {
                        Logging.showMore();
                    }
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> new FailureReport(command.getErr(), cli.verbose).report(failure))
                .setParameterExceptionHandler((mistake, args) -> {
                    CommandLine command = mistake.getCommandLine();
                    PrintWriter err = command.getErr();
                    err.println("magibu: " + mistake.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err);
                    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
                    err.flush();
                    return command.getCommandSpec().exitCodeOnInvalidInput();
                });
    }

    @Override
    public StandardStreams streams() {
        return streams;
    }

    @Override
    public HubSettings hub() {
        return hub;
    }

    @Override
    public @Nullable String defaultModel() {
        return defaultModel;
    }

    /** The model that was written in an option or argument of a command. */
    @Override
    public ModelSource source(String model, CommandLine command) {
        try {
            if (model.startsWith("classpath:")) {
                throw new IllegalArgumentException("this program's class path holds no models; name a folder, or owner/name on the hub");
            }
            return ModelSource.parse(model, hub).withDownloadListener(new DownloadLine(streams));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command, e.getMessage(), e);
        }
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "a command is needed: embed, chunks, search, compare, bench, evaluate, adapt, export, tokens, info, download, cache, "
                        + "completion or help");
    }
}

package ai.magibu.cli.cache;

import ai.magibu.cli.options.Program;
import ai.magibu.embedding.CachedGraph;
import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.hub.HubCacheContents;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code cache}: downloaded models and compiled graphs on this machine. */
@Command(
        name = "cache",
        sortOptions = false,
        sortSynopsis = false,
        subcommands = {CacheListCommand.class, CacheVerifyCommand.class, CacheCleanCommand.class},
        synopsisSubcommandLabel = "list|verify|clean",
        description = {
                "List, verify or clean downloaded models and data sets, and compiled graphs.",
                "",
                "The hub's cache is shared with Python's huggingface_hub, whose downloads are listed as well.",
                ""
        })
public final class CacheCommand implements Runnable {

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of the compiled graphs. Default: the user's cache folder.")
    private @Nullable Path cache;

    Program cli() {
        return cli;
    }

    HubCacheContents downloaded() {
        return new HubCacheContents(cli.hub());
    }

    List<CachedGraph> graphs() {
        return CachedGraph.in(graphDirectory());
    }

    Path graphDirectory() {
        return cache == null ? EmbedderSettings.defaultCacheDirectory() : cache;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed: list, verify or clean");
    }
}

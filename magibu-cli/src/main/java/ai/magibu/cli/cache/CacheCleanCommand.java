package ai.magibu.cli.cache;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.embedding.CachedGraph;
import ai.magibu.hub.CacheRemoval;
import ai.magibu.hub.CachedRepository;
import ai.magibu.hub.CachedRevision;
import ai.magibu.hub.HubCacheContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cache clean}: deletes a model, a revision, or everything that nothing refers to. */
@Command(
        name = "clean",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Delete a downloaded model or data set, or one revision of it, with its compiled graphs. With --unreferenced, "
                        + "delete all revisions that no branch or tag refers to, files of no revision, abandoned downloads and "
                        + "compilations, and graphs that another version of this program compiled.",
                "",
                "A revision that is used by its commit alone, without a branch, counts as unreferenced too. Deleted files are "
                        + "downloaded or compiled again when they are needed.",
                ""
        })
final class CacheCleanCommand implements Callable<Integer> {

    @ParentCommand
    private CacheCommand cache;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = {
                    "owner/name, or owner/name@revision: a branch, a tag, a commit or the beginning of one.",
                    "datasets/owner/name is a data set."
            })
    private @Nullable String model;

    @Option(names = "--unreferenced", description = "Delete everything that nothing refers to, instead of one model.")
    private boolean unreferenced;

    @Option(names = "--dry-run", description = "Show what would be deleted, and delete nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask. Required without a terminal.")
    private boolean yes;

    @Override
    public Integer call() throws FileFailure {
        if ((model == null) != unreferenced) {
            throw new ParameterException(spec.commandLine(), "name a model, or use --unreferenced");
        }
        List<CacheRemoval> removals = model == null ? unreferenced() : named(model);
        PrintWriter out = cache.cli().streams().outText();
        long bytes = removals.stream().mapToLong(CacheRemoval::bytes).sum();
        removals.forEach(removal -> out.println(CacheListCommand.size(removal.bytes()) + "  " + removal.what()));
        out.println(CacheListCommand.size(bytes) + "  in all" + (dryRun ? "; nothing was deleted" : ""));
        cache.cli().streams().finishText();
        if (dryRun || removals.isEmpty()) {
            return ExitCode.OK;
        }
        if (!yes && !isConfirmed()) {
            out.println("Nothing was deleted.");
            cache.cli().streams().finishText();
            return ExitCode.OK;
        }
        removals.forEach(CacheRemoval::execute);
        out.println("Deleted.");
        cache.cli().streams().finishText();
        return ExitCode.OK;
    }

    private List<CacheRemoval> unreferenced() {
        List<CacheRemoval> removals = new ArrayList<>(cache.downloaded().unreferenced());
        cache.graphs().stream().filter(graph -> !graph.current() || graph.unfinished()).map(CachedGraph::removal)
                .forEach(removals::add);
        return removals;
    }

    private List<CacheRemoval> named(String name) {
        HubCacheContents downloaded = cache.downloaded();
        int at = name.indexOf('@');
        CachedRepository repository = find(downloaded, at < 0 ? name : name.substring(0, at), spec);
        List<CacheRemoval> removals = new ArrayList<>();
        Path folder;
        if (at < 0) {
            folder = repository.folder();
            removals.add(downloaded.removal(repository));
        } else {
            CachedRevision revision = revision(repository, name.substring(at + 1));
            folder = revision.folder();
            removals.add(downloaded.removal(repository, revision));
        }
        Path origin = folder.toAbsolutePath().normalize();
        cache.graphs().stream()
                .filter(graph -> graph.from() != null && graph.from().startsWith(origin))
                .map(CachedGraph::removal)
                .forEach(removals::add);
        return removals;
    }

    static CachedRepository find(HubCacheContents downloaded, String name, CommandSpec spec) {
        return downloaded.repository(name).orElseThrow(() -> new ParameterException(
                spec.commandLine(), "no downloaded model or data set is called " + name + "; 'cache list' shows the downloaded ones"));
    }

    private CachedRevision revision(CachedRepository repository, String name) {
        List<CachedRevision> found = repository.revisions().stream()
                .filter(revision -> revision.refs().contains(name) || (!name.isEmpty() && revision.commit().startsWith(name)))
                .toList();
        if (found.size() != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    (found.isEmpty() ? "no revision" : "more than one revision") + " of " + repository.id() + " is called \"" + name
                            + "\"");
        }
        return found.get(0);
    }

    private boolean isConfirmed() throws FileFailure {
        StandardStreams streams = cache.cli().streams();
        if (!streams.errIsTerminal().getAsBoolean()) {
            throw new ParameterException(
                    spec.commandLine(), "there is no terminal to ask on: use --yes to delete, or --dry-run for a preview");
        }
        streams.err().print("Delete? [y/N] ");
        streams.err().flush();
        try {
            StringBuilder answer = new StringBuilder();
            for (int next = streams.in().read(); next >= 0 && next != '\n'; next = streams.in().read()) {
                answer.append((char) next);
            }
            return List.of("y", "yes").contains(answer.toString().strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw FileFailure.reading("stdin", e);
        }
    }
}

package ai.magibu.cli.cache;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.embedding.CachedGraph;
import ai.magibu.hub.CachedRepository;
import ai.magibu.hub.CachedRevision;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

/** {@code cache list}: lists downloads and compiled graphs with their sizes and the day of the last use. */
@Command(
        name = "list",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "List downloaded models and data sets with their revisions, and compiled graphs, with sizes and the day of the last use.",
                ""
        })
final class CacheListCommand implements Callable<Integer> {

    @ParentCommand
    private CacheCommand cache;

    @Override
    public Integer call() throws FileFailure {
        PrintWriter out = cache.cli().streams().outText();
        List<CachedRepository> repositories = cache.downloaded().repositories();
        out.println("Downloaded models, in " + cache.cli().hub().cacheDirectory() + ":");
        if (repositories.isEmpty()) {
            out.println("  nothing");
        }
        for (CachedRepository repository : repositories) {
            out.println("  " + size(repository.bytes()) + "  " + repository.id());
            for (CachedRevision revision : repository.revisions()) {
                String refs = revision.refs().isEmpty() ? "no branch or tag" : String.join(", ", revision.refs());
                out.println("  " + size(revision.bytes()) + "    " + revision.commit() + " (" + refs + "), " + revision.files()
                        + " files, last used " + day(revision.lastUsed()));
            }
        }
        List<CachedGraph> graphs = cache.graphs();
        out.println("Compiled graphs, in " + cache.graphDirectory() + ":");
        if (graphs.isEmpty()) {
            out.println("  nothing");
        }
        for (CachedGraph graph : graphs) {
            out.println("  " + size(graph.bytes()) + "  " + graph.precision() + " of " + origin(graph.from()) + ", last used "
                    + day(graph.lastUsed()) + (graph.unfinished()
                            ? "; unfinished, the next load deletes it"
                            : graph.current() ? "" : "; compiled by another version, no longer used"));
        }
        cache.cli().streams().finishText();
        return ExitCode.OK;
    }

    /** Returns the model's name for a snapshot in the hub's cache, and the path for another folder. */
    static String origin(@Nullable Path from) {
        if (from == null) {
            return "an unknown model";
        }
        int count = from.getNameCount();
        if (count >= 3 && from.getName(count - 2).toString().equals("snapshots")) {
            String repository = from.getName(count - 3).toString();
            if (repository.startsWith("models--")) {
                return repository.substring("models--".length()).replace("--", "/") + "@" + from.getFileName();
            }
        }
        return from.toString();
    }

    static String size(long bytes) {
        return String.format(Locale.ROOT, "%,10.1f MB", bytes / 1e6);
    }

    private static String day(@Nullable Instant instant) {
        return instant == null ? "never" : LocalDate.ofInstant(instant, ZoneId.systemDefault()).toString();
    }
}

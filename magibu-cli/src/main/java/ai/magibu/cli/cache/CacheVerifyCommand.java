package ai.magibu.cli.cache;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.embedding.CachedGraph;
import ai.magibu.hub.CachedRepository;
import ai.magibu.hub.HubCacheContents;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cache verify}: checks that downloads and compiled graphs are intact. */
@Command(
        name = "verify",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Hash downloaded files and compiled graphs again. Downloads are compared to the hub's hashes, compiled graphs to the "
                        + "hashes from their compilation. Status 1 if a file is damaged or missing. 'cache clean MODEL' and a new "
                        + "download repair a downloaded model; the next load compiles a damaged graph again.",
                ""
        })
final class CacheVerifyCommand implements Callable<Integer> {

    @ParentCommand
    private CacheCommand cache;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "owner/name, or datasets/owner/name. Default: all downloads and compiled graphs.")
    private @Nullable String model;

    @Override
    public Integer call() throws FileFailure {
        HubCacheContents downloaded = cache.downloaded();
        List<CachedRepository> repositories =
                model == null ? downloaded.repositories() : List.of(CacheCleanCommand.find(downloaded, model, spec));
        PrintWriter out = cache.cli().streams().outText();
        boolean sound = true;
        for (CachedRepository repository : repositories) {
            List<String> problems = new ArrayList<>();
            int right = downloaded.verify(repository, problems::add);
            out.println(
                    repository.id() + ": " + right + (right == 1 ? " intact file" : " intact files") + (problems.isEmpty() ? "" : ", and"));
            problems.forEach(problem -> out.println("  " + problem));
            sound &= problems.isEmpty();
        }
        if (repositories.isEmpty()) {
            out.println("nothing is downloaded");
        }
        List<Path> folders = repositories.stream().map(repository -> repository.folder().toAbsolutePath().normalize()).toList();
        for (CachedGraph graph : cache.graphs()) {
            boolean wanted = model == null
                    || (graph.from() != null && folders.stream().anyMatch(folder -> graph.from().startsWith(folder)));
            if (graph.current() && !graph.unfinished() && wanted) {
                List<String> problems = graph.verify();
                out.println(graph.precision() + " of " + CacheListCommand.origin(graph.from()) + ": "
                        + (problems.isEmpty() ? "intact" : "damaged"));
                problems.forEach(problem -> out.println("  " + problem));
                sound &= problems.isEmpty();
            }
        }
        cache.cli().streams().finishText();
        return sound ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}

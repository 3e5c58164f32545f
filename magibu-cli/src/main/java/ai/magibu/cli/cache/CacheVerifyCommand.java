package ai.magibu.cli.cache;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.embedding.ConvertedModel;
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

/** {@code cache verify}: whether downloaded and converted files are still what they were. */
@Command(
        name = "verify",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Hash downloaded files again and compare them to the hub's hashes, and converted models to the hashes from their "
                        + "conversion. Status 1 if a file is damaged or missing. 'cache clean MODEL' and a new download repair a downloaded "
                        + "model; a damaged converted one is made again when it is loaded.",
                ""
        })
final class CacheVerifyCommand implements Callable<Integer> {

    @ParentCommand
    private CacheCommand cache;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL",
            description = "owner/name, or datasets/owner/name. Default: everything downloaded or converted.")
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
            out.println(repository.id() + ": " + right + " files as the hub sent them" + (problems.isEmpty() ? "" : ", and"));
            problems.forEach(problem -> out.println("  " + problem));
            sound &= problems.isEmpty();
        }
        if (repositories.isEmpty()) {
            out.println("nothing is downloaded");
        }
        List<Path> folders = repositories.stream().map(repository -> repository.folder().toAbsolutePath().normalize()).toList();
        for (ConvertedModel converted : cache.converted()) {
            boolean wanted = model == null
                    || (converted.from() != null && folders.stream().anyMatch(folder -> converted.from().startsWith(folder)));
            if (converted.current() && !converted.unfinished() && wanted) {
                List<String> problems = converted.verify();
                out.println(converted.precision() + " of " + CacheListCommand.origin(converted.from()) + ": "
                        + (problems.isEmpty() ? "as it was converted" : "damaged"));
                problems.forEach(problem -> out.println("  " + problem));
                sound &= problems.isEmpty();
            }
        }
        cache.cli().streams().finishText();
        return sound ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}

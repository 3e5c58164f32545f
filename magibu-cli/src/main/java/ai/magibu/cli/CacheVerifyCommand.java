package ai.magibu.cli;

import ai.magibu.embedding.source.CachedRepository;
import ai.magibu.embedding.source.HubCacheContents;
import java.io.PrintWriter;
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

/** {@code cache verify}: whether what was downloaded is still what the hub sent. */
@Command(
        name = "verify",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Hash downloaded files again and compare them to what the hub said they are. Status 1 if a file is damaged or missing; "
                    + "'cache clean MODEL' and a new download mend it.",
            ""
        })
final class CacheVerifyCommand implements Callable<Integer> {

    @ParentCommand
    private CacheCommand cache;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "owner/name. Default: all.")
    private @Nullable String model;

    @Override
    public Integer call() throws FileFailure {
        HubCacheContents downloaded = cache.downloaded();
        List<CachedRepository> repositories = model == null ? downloaded.repositories() : List.of(CacheCleanCommand.find(downloaded, model, spec));
        PrintWriter out = cache.cli().streams().outText();
        boolean sound = true;
        for (CachedRepository repository : repositories) {
            List<String> problems = new ArrayList<>();
            int right = downloaded.verify(repository, problems::add);
            out.println(repository.repository() + ": " + right + " files as the hub sent them" + (problems.isEmpty() ? "" : ", and"));
            problems.forEach(problem -> out.println("  " + problem));
            sound &= problems.isEmpty();
        }
        if (repositories.isEmpty()) {
            out.println("nothing is downloaded");
        }
        cache.cli().streams().finishText();
        return sound ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}

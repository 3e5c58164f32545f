package ai.magibu.cli.cache;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.options.Program;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.embedding.source.ResolvedModel;
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

/** {@code download}: a model into the cache, for later and for machines without network. */
@Command(
        name = "download",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Download a model from the Hugging Face hub into the cache that Python's huggingface_hub uses, and print its folder.",
                "",
                "Only what is needed is downloaded. An interrupted download resumes. HF_HOME, HF_HUB_CACHE, "
                        + "HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE and HTTPS_PROXY mean what they mean to huggingface_hub.",
                ""
        })
public final class DownloadCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "owner/name, owner/name@revision, or the address of the model's page")
    private String model;

    @Option(names = "--revision", paramLabel = "REVISION", description = "A branch, a tag or a commit. Default: main.")
    private @Nullable String revision;

    @Override
    public Integer call() throws FileFailure {
        if (revision != null && model.indexOf('@') >= 0) {
            throw new ParameterException(spec.commandLine(), "the revision is given twice: in " + model + " and in --revision");
        }
        if (revision != null && model.startsWith("http")) {
            throw new ParameterException(spec.commandLine(), "--revision cannot be combined with an address: write owner/name");
        }
        ModelSource source = cli.source(revision == null ? model : model + "@" + revision, spec.commandLine());
        ResolvedModel resolved = source.resolve();
        if (resolved.revision() == null) {
            throw new ParameterException(spec.commandLine(), model + " is a folder; only a model of the hub can be downloaded");
        }
        cli.streams().outText().println(resolved.folder());
        cli.streams().finishText();
        return ExitCode.OK;
    }
}

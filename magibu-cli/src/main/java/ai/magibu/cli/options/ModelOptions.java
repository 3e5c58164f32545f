package ai.magibu.cli.options;

import ai.magibu.embedding.source.ModelSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The model, which every command needs. */
public final class ModelOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A folder with the model's published files or an exported one, or owner/name or owner/name@revision on the "
                    + "Hugging Face hub, downloaded once. Default: the environment variable MAGIBU_MODEL.")
    private @Nullable String model;

    /** Returns the model; a missing one is a mistake in the options. */
    public ModelSource source(Program cli) {
        String chosen = model == null ? cli.defaultModel() : model;
        if (chosen == null) {
            throw new ParameterException(
                    command.commandLine(), "a model is needed: --model MODEL, or the environment variable MAGIBU_MODEL");
        }
        return cli.source(chosen, command.commandLine());
    }
}

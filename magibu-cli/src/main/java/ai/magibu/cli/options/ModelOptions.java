package ai.magibu.cli.options;

import ai.magibu.embedding.source.ModelSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The model, which every command needs. */
public final class ModelOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "A folder with the model's published files or an exported one, or owner/name or owner/name@revision on the "
                    + "Hugging Face hub, downloaded once.")
    private String model;

    public ModelSource source(Program cli) {
        return cli.source(model, command.commandLine());
    }
}

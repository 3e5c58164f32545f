package ai.magibu.cli.adapt;

import ai.magibu.cli.options.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code adapt}: the steps from a teacher to a smaller model for a language. */
@Command(
        name = "adapt",
        sortOptions = false,
        sortSynopsis = false,
        subcommands = {TokenizerCommand.class, CloneCommand.class, TeachCommand.class, DistillCommand.class},
        description = {"Adapt a model to a language or a domain, step by step.", ""})
public final class AdaptCommand implements Runnable {

    @ParentCommand
    private Program cli;

    @Spec
    private CommandSpec spec;

    /** Returns the program for a command below this one. */
    Program cli() {
        return cli;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed: " + String.join(", ", spec.subcommands().keySet()));
    }
}

package ai.magibu.cli;

import ai.magibu.cli.io.FileFailure;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParentCommand;

/** {@code completion}: a script that completes commands and options in bash and zsh. */
@Command(
        name = "completion",
        description = {
                "Print a script that completes the commands and options of 'magibu-cli' in bash and zsh.",
                "",
                "The completion is that of a command with this name, such as a shell function. In ~/.bashrc or ~/.zshrc:",
                "  magibu-cli() { java -jar /path/to/magibu-cli.jar \"$@\"; }",
                "  source <(magibu-cli completion)"
        })
final class CompletionCommand implements Callable<Integer> {

    @ParentCommand
    private MagibuCli cli;

    @Override
    public Integer call() throws FileFailure {
        cli.streams().outText().print(AutoComplete.bash("magibu-cli", cli.commandLine()));
        cli.streams().finishText();
        return ExitCode.OK;
    }
}

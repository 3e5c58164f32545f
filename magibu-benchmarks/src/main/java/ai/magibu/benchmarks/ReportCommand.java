package ai.magibu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code report}: writes the table and the charts from existing results. */
@Command(name = "report", sortOptions = false, description = "Write the table and the charts from a results.json.")
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--results", required = true, paramLabel = "FILE", description = "The file that 'compare' wrote.")
    private Path results;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the table and the charts.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Results read = Results.read(results);
        if (read == null) {
            throw new ParameterException(spec.commandLine(), results + " does not exist");
        }
        Files.createDirectories(out);
        new Report(read).write(out);
        return ExitCode.OK;
    }
}

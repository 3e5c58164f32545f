package ai.magibu.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code jmh}: the parts, each on its own. */
@Command(
        name = "jmh",
        description = {
            "Run the JMH benchmarks of the parts. What follows goes to JMH: -l lists them, -h helps, -p model=DIR names the model.",
            ""
        })
final class JmhCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ARG", arity = "0..*")
    private List<String> arguments = List.of();

    @Unmatched
    private List<String> options = List.of();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(java.util.stream.Stream.concat(options.stream(), arguments.stream()).toArray(String[]::new));
        return ExitCode.OK;
    }
}

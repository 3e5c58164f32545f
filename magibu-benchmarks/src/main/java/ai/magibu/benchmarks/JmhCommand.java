package ai.magibu.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code jmh}: measures each part separately. */
@Command(
        name = "jmh",
        description = {
                "Run the JMH benchmarks of the parts. JMH parses the arguments: -l lists the benchmarks, -p model=DIR names the model.",
                ""
        })
final class JmhCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ARG", arity = "0..*")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return ExitCode.OK;
    }
}

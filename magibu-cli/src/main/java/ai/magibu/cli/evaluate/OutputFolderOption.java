package ai.magibu.cli.evaluate;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of results. */
public final class OutputFolderOption {

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The folder of results, vectors and the report. Default: evaluation.")
    private Path output = Path.of("evaluation");

    Path folder() {
        return output;
    }
}

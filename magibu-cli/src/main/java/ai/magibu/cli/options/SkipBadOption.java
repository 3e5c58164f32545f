package ai.magibu.cli.options;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.lines.BadLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that skips bad lines. */
public final class SkipBadOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--skip-bad",
            paramLabel = "FILE",
            description = "Skip bad lines and list them in FILE, with their numbers and reasons. Without it the first one ends "
                    + "the run.")
    private @Nullable Path file;

    /** Checks the options before anything is read or loaded. */
    public void check(PassageOptions passages, OutputOption output) throws FileFailure {
        for (Path other : List.of(passages.input(), output.file())) {
            try {
                if (file != null && (normal(file).equals(normal(other))
                        || Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other))) {
                    throw new ParameterException(
                            command.commandLine(), "--skip-bad is the file of --input or --output; it would be overwritten");
                }
            } catch (IOException e) {
                throw FileFailure.reading(file.toString(), e);
            }
        }
    }

    /** Two names of a file that does not exist yet. */
    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** @param continued whether the run continues the output and the list of an earlier run */
    public BadLines open(boolean continued) throws FileFailure {
        return file == null ? BadLines.endTheRun() : BadLines.listedIn(file, continued);
    }

    public void warn(BadLines badLines, StandardStreams streams) {
        if (badLines.count() > 0) {
            streams.err().println("magibu: warning: " + badLines.count() + (badLines.count() == 1 ? " bad line was" : " bad lines were")
                    + " skipped; " + file + " says which and why");
        }
    }
}

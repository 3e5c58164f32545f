package ai.magibu.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to do with bad lines. */
final class SkipBadOption {

    @Option(
            names = "--skip-bad",
            paramLabel = "FILE",
            description = "Skip bad lines and list them in FILE, with their numbers and reasons. Without it the first one ends "
                    + "the run.")
    private @Nullable Path file;

    BadLines open(boolean resumes) throws FileFailure {
        return file == null ? BadLines.endTheRun() : BadLines.listedIn(file, resumes);
    }

    void warn(BadLines badLines, StandardStreams streams) {
        if (badLines.count() > 0) {
            streams.err().println("magibu: warning: " + badLines.count() + (badLines.count() == 1 ? " bad line was" : " bad lines were")
                    + " skipped; " + file + " says which and why");
        }
    }
}

package ai.magibu.cli.options;

import static ai.magibu.cli.options.PassageOptions.STANDARD_STREAM;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.lines.EarlierOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The destination of the embeddings. */
public final class OutputOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where the embeddings go; - for stdout. A file that exists is replaced, unless --resume is given.")
    private Path output;

    @Option(
            names = "--resume",
            description = "Continue an output that an earlier run of the same command left unfinished: texts whose lines "
                    + "are in it are not embedded again.")
    private boolean resume;

    Path file() {
        return output;
    }

    /** Checks the options before anything is read or loaded. */
    public void check(PassageOptions passages) throws FileFailure {
        if (resume && output.equals(STANDARD_STREAM)) {
            throw new ParameterException(command.commandLine(), "--resume needs a file as --output");
        }
        if (passages.input().equals(STANDARD_STREAM) || output.equals(STANDARD_STREAM)) {
            return;
        }
        try {
            if (Files.isRegularFile(output) && Files.isSameFile(passages.input(), output)) {
                throw new ParameterException(command.commandLine(), "--output is the input file; it would be overwritten");
            }
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
    }

    /** Returns the output of the earlier run; it has no lines if nothing is continued. */
    public EarlierOutput earlier() throws FileFailure {
        return resume ? EarlierOutput.of(output) : EarlierOutput.none();
    }

    /** Opens the output; of an earlier one that is continued, the lines that count are kept. */
    public OutputStream open(StandardStreams streams, EarlierOutput earlier) throws IOException {
        if (output.equals(STANDARD_STREAM)) {
            return streams.out();
        }
        if (earlier.lines() == 0) {
            return Files.newOutputStream(output);
        }
        earlier.removeRest();
        return Files.newOutputStream(output, StandardOpenOption.APPEND);
    }

    /** For messages. */
    public String name() {
        return output.equals(STANDARD_STREAM) ? "stdout" : output.toString();
    }
}

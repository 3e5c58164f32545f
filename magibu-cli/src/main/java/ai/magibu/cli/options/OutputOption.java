package ai.magibu.cli.options;

import static ai.magibu.cli.options.PassageOptions.STANDARD_STREAM;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.rows.EmbeddingOutput;
import ai.magibu.cli.rows.JsonlOutput;
import ai.magibu.cli.rows.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
            paramLabel = "FILE",
            description = "Where the embeddings go; - for stdout. A file that exists is replaced, unless --resume is given. Default: -.")
    private Path output = STANDARD_STREAM;

    @Option(
            names = "--resume",
            description = "Continue an output that an earlier run of the same command left unfinished. The file becomes that of an "
                    + "uninterrupted run.")
    private boolean resume;

    Path file() {
        return output;
    }

    /** Checks the options before anything is read or loaded. */
    public void check(PassageOptions passages) throws FileFailure {
        if (output.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
            throw new ParameterException(command.commandLine(), "--output is not compressed; name it without .gz, not " + output);
        }
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

    /**
     * Returns the output, with the rows of an earlier run if it is continued.
     *
     * @param format its format; null if its name says it
     */
    public EmbeddingOutput open(StandardStreams streams, @Nullable OutputFormat format) throws FileFailure {
        if (!output.equals(STANDARD_STREAM)) {
            return (format == null ? OutputFormat.of(output) : format).output(output, resume);
        }
        if (format != null && format != OutputFormat.JSONL) {
            throw new ParameterException(command.commandLine(), "stdout takes JSON lines only; name a file as --output");
        }
        return JsonlOutput.to(streams.out(), name());
    }

    /** Returns the output as JSON lines; the name of another format is a mistake in the options. */
    public JsonlOutput openJsonl(StandardStreams streams) throws FileFailure {
        if (OutputFormat.of(output) != OutputFormat.JSONL) {
            throw new ParameterException(command.commandLine(), "--output is written as JSON lines; call it .jsonl, not " + output);
        }
        return output.equals(STANDARD_STREAM) ? JsonlOutput.to(streams.out(), name()) : JsonlOutput.to(output, resume);
    }

    /** For messages. */
    public String name() {
        return output.equals(STANDARD_STREAM) ? "stdout" : output.toString();
    }
}

package ai.magibu.cli;

import static ai.magibu.cli.PassageOptions.STANDARD_STREAM;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the embeddings go. */
final class OutputOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where the embeddings go; - for stdout. A file that exists is replaced.")
    private Path output;

    void refuseOver(PassageOptions passages) throws FileFailure {
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

    OutputStream open(StandardStreams streams) throws IOException {
        return output.equals(STANDARD_STREAM) ? streams.out() : Files.newOutputStream(output);
    }

    /** For messages. */
    String name() {
        return output.equals(STANDARD_STREAM) ? "stdout" : output.toString();
    }
}

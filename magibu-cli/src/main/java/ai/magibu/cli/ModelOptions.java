package ai.magibu.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command needs: the model. */
final class ModelOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Folder with the model's published files: configuration, weights and tokenizer.")
    private Path directory;

    Path directory() {
        return directory;
    }
}

package ai.magibu.cli.options;

import ai.magibu.cli.io.StandardStreams;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.HubSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The program that a command belongs to. */
public interface Program {

    StandardStreams streams();

    HubSettings hub();

    /** Returns the model that the environment names; null for none. */
    @Nullable
    String defaultModel();

    /**
     * Returns the model that a user wrote in an option or argument.
     *
     * @throws CommandLine.ParameterException if the text is not a model
     */
    ModelSource source(String model, CommandLine command);
}

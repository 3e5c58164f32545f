package ai.magibu.cli.options;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.lines.Passages;
import ai.magibu.cli.lines.TitleCheck;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Prompt;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The source of the texts, and their kind. */
public final class PassageOptions {

    /** As a file's name: stdin or stdout. */
    static final Path STANDARD_STREAM = Path.of("-");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--input", paramLabel = "FILE", description = "Where the texts come from; - for stdin. Default: -.")
    private Path input = STANDARD_STREAM;

    @Mixin
    private TextFormatOptions format;

    @Option(
            names = "--prompt",
            paramLabel = "NAME",
            converter = PromptConverter.class,
            description = "What the texts are: query, document, none, default (the model's own choice), or another of the "
                    + "prompts that 'info' lists. Titles need a prompt with a place for them, such as document. "
                    + "Default: default.")
    private Prompt prompt = Prompt.DEFAULT;

    Path input() {
        return input;
    }

    /** For messages. */
    public String inputName() {
        return input.equals(STANDARD_STREAM) ? "stdin" : input.toString();
    }

    /**
     * Opens the input.
     *
     * @param withSpans whether JSON lines have spans
     * @throws BadLineException if a table has no header
     */
    public Passages open(StandardStreams streams, boolean withSpans) throws FileFailure, BadLineException {
        return input.equals(STANDARD_STREAM) ? format.open(streams, withSpans) : format.open(input, withSpans);
    }

    /** Groups what {@link #open} opened; a prompt that the model lacks is a mistake in the options. */
    public LineGroups groups(Passages passages, MagibuEmbedder embedder, BadLines badLines) {
        return LineGroups.of(checked(passages, embedder), inputName(), badLines);
    }

    /** As {@link #groups}, with each text in a group of its own. */
    public LineGroups single(Passages passages, MagibuEmbedder embedder, BadLines badLines) {
        return LineGroups.single(checked(passages, embedder), inputName(), badLines);
    }

    private Passages checked(Passages passages, MagibuEmbedder embedder) {
        try {
            return embedder.acceptsTitle(prompt) ? passages : new TitleCheck(passages, prompt.toString());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    public EncodeOptions encodeOptions() {
        return EncodeOptions.of(prompt);
    }
}

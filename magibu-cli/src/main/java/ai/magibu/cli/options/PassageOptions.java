package ai.magibu.cli.options;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.LineReader;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.lines.PassageReader;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The source of the texts, and their kind. */
public final class PassageOptions {

    /** As a file's name: stdin or stdout. */
    static final Path STANDARD_STREAM = Path.of("-");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "JSON lines in UTF-8; - for stdin.")
    private Path input;

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

    public InputStream open(StandardStreams streams) throws FileFailure {
        if (input.equals(STANDARD_STREAM)) {
            return streams.in();
        }
        try {
            return Files.newInputStream(input);
        } catch (IOException e) {
            throw FileFailure.reading(inputName(), e);
        }
    }

    /** Reads what {@link #open} opened; a prompt that the model lacks is a mistake in the options. */
    public LineGroups groups(InputStream in, MagibuEmbedder embedder, boolean withSpans, BadLines badLines) {
        return new LineGroups(reader(in, embedder, withSpans), inputName(), badLines);
    }

    private PassageReader reader(InputStream in, MagibuEmbedder embedder, boolean withSpans) {
        boolean titlesAllowed;
        try {
            titlesAllowed = embedder.acceptsTitle(prompt);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        return new PassageReader(new LineReader(in), titlesAllowed, prompt.toString(), withSpans);
    }

    public EncodeOptions encodeOptions() {
        return EncodeOptions.of(prompt);
    }

    private static final class PromptConverter implements ITypeConverter<Prompt> {
        @Override
        public Prompt convert(String value) {
            try {
                return Prompt.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}

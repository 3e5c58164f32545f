package ai.magibu.cli.options;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.StandardStreams;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.Columns;
import ai.magibu.cli.lines.InputBytes;
import ai.magibu.cli.lines.InputFormat;
import ai.magibu.cli.lines.Passages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The format of a file of texts, and the names of its columns. */
public final class TextFormatOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--input-format",
            paramLabel = "jsonl|csv|tsv|lines|parquet",
            converter = FormatConverter.class,
            description = "Format of the texts, in UTF-8. Default: by the ending of the file's name (.csv, .tsv, .txt, .parquet; all but "
                    + "the last also with .gz), or else jsonl.")
    private @Nullable InputFormat format;

    @Option(names = "--text-column", paramLabel = "NAME", description = "Column or JSON key of the texts. Default: text.")
    private String text = "text";

    @Option(
            names = "--title-column",
            paramLabel = "NAME",
            description = "Column or JSON key of the titles; '' for none. Default: title, if it is there.")
    private @Nullable String title;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "Column or JSON key of the ids; '' for none. Default: id, if it is there.")
    private @Nullable String id;

    Passages open(StandardStreams streams, boolean withSpans) throws FileFailure, BadLineException {
        if (format == InputFormat.PARQUET) {
            throw new ParameterException(command.commandLine(), "Parquet is not read from stdin; name a file");
        }
        InputFormat chosen = format == null ? InputFormat.JSONL : format;
        return open("stdin", () -> chosen.open(InputBytes.of(streams.in()), columns(), withSpans));
    }

    /**
     * Opens a file.
     *
     * @param withSpans whether JSON lines have spans
     * @throws BadLineException if a table has no header
     */
    public Passages open(Path file, boolean withSpans) throws FileFailure, BadLineException {
        InputFormat chosen = format == null ? InputFormat.of(file) : format;
        return open(file.toString(), () -> chosen.open(file, columns(), withSpans));
    }

    @FunctionalInterface
    private interface Opening {
        Passages open() throws IOException, BadLineException;
    }

    private Passages open(String name, Opening opening) throws FileFailure, BadLineException {
        try {
            return opening.open();
        } catch (IOException e) {
            throw FileFailure.reading(name, e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), name + ": " + e.getMessage(), e);
        }
    }

    /** A default gives way to a name that was given for another column. */
    private Columns columns() {
        Columns columns = new Columns(text, column(title, "title", id), column(id, "id", title));
        List<String> names = Stream.of(text, columns.title().name(), columns.id().name()).filter(name -> !name.isEmpty()).toList();
        if (text.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new ParameterException(
                    command.commandLine(), "--text-column must not be empty, and the names of the columns must differ");
        }
        return columns;
    }

    private Columns.Column column(@Nullable String given, String usual, @Nullable String other) {
        if (given != null) {
            return new Columns.Column(given, true);
        }
        return new Columns.Column(usual.equals(text) || usual.equals(other) ? "" : usual, false);
    }

    private static final class FormatConverter implements ITypeConverter<InputFormat> {
        @Override
        public InputFormat convert(String value) {
            return Choice.of(InputFormat.class, value);
        }
    }
}

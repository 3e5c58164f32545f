package ai.magibu.cli.rows;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.EarlierOutput;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON lines, in a file or on a stream. */
public final class JsonlOutput implements EmbeddingOutput {

    /** Opens the destination when the first row is near. */
    @FunctionalInterface
    private interface Destination {
        OutputStream open() throws IOException;
    }

    private final String name;
    private final EarlierOutput earlier;
    private final Destination destination;
    private @Nullable OutputStream out;
    private @Nullable EmbeddingWriter writer;

    private JsonlOutput(String name, EarlierOutput earlier, Destination destination) {
        this.name = name;
        this.earlier = earlier;
        this.destination = destination;
    }

    /**
     * Lines in a file.
     *
     * @param resume whether the lines of an earlier run are continued
     */
    public static JsonlOutput to(Path file, boolean resume) throws FileFailure {
        if (resume) {
            rejectOther(file);
        }
        EarlierOutput earlier = resume ? EarlierOutput.of(file) : EarlierOutput.none();
        return new JsonlOutput(file.toString(), earlier, () -> {
            if (earlier.lines() == 0) {
                return Files.newOutputStream(file);
            }
            earlier.removeRest();
            return Files.newOutputStream(file, StandardOpenOption.APPEND);
        });
    }

    /** A row starts with a brace. A file without a whole line cannot be compared in another way, and would be replaced. */
    private static void rejectOther(Path file) throws FileFailure {
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            if (first >= 0 && first != '{') {
                throw FileFailure.of("--resume: " + file + " does not belong to this run: it does not have JSON lines. Leave --resume out "
                        + "to replace it");
            }
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    /** Lines on a stream. */
    public static JsonlOutput to(OutputStream stream, String name) {
        return new JsonlOutput(name, EarlierOutput.none(), () -> stream);
    }

    @Override
    public long earlierRows() {
        return earlier.lines();
    }

    @Override
    public boolean hasDetails() {
        return true;
    }

    @Override
    public EmbeddedRow lastRow() throws IOException, FileFailure {
        return JsonlRows.row(earlier.lines(), earlier.lastLine());
    }

    @Override
    public void start(long rows, int dimension) throws FileFailure {
        earlier.keep(rows);
        try {
            out = destination.open();
            writer = new EmbeddingWriter(out);
        } catch (IOException e) {
            throw FileFailure.writing(name, e);
        }
    }

    @Override
    public void append(List<InputLine> lines, List<Embedding> embeddings) throws FileFailure {
        try {
            for (int i = 0; i < lines.size(); i++) {
                writer().write(lines.get(i).id(), embeddings.get(i));
            }
            writer().flush();
        } catch (IOException e) {
            throw FileFailure.writing(name, e);
        }
    }

    /** Adds a row for each chunk of a line's text. */
    public void append(InputLine line, List<Span> chunks, List<Embedding> embeddings) throws FileFailure {
        try {
            for (int i = 0; i < chunks.size(); i++) {
                writer().write(line.id(), chunks.get(i), embeddings.get(i));
            }
            writer().flush();
        } catch (IOException e) {
            throw FileFailure.writing(name, e);
        }
    }

    private EmbeddingWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("not started");
        }
        return writer;
    }

    @Override
    public void finish() {}

    @Override
    public void close() throws FileFailure {
        try {
            if (writer != null) {
                writer.close();
            }
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw FileFailure.writing(name, e);
        }
    }
}

package ai.magibu.cli.rows;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rows of a file with embeddings, read one after the other. */
public interface EmbeddedRows extends Closeable {

    /**
     * Returns the next row, or null at the end. All vectors have the same dimension.
     *
     * @throws IOException if the file cannot be read, or has no embedding there
     */
    @Nullable
    EmbeddedRow next() throws IOException;

    /** Opens a file, whose name says what it is. */
    static EmbeddedRows open(Path file) throws IOException {
        return switch (OutputFormat.of(file)) {
            case JSONL -> new JsonlRows(file);
            case NPY -> new NpyRows(file);
            case PARQUET -> new ParquetRows(file);
        };
    }
}

package ai.magibu.adaptation.internal.parquet;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.internal.parquet.DuckDb;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes a Parquet file of texts and vectors: the columns {@code lang}, {@code text} and {@code teacher_embedding_final} (a list of
 * float32), compressed with zstd. The rows are in memory until {@link #finish()} writes the file and gives it its name. For one thread.
 */
public final class ParquetWriter implements AutoCloseable {

    private final Path file;
    private final Connection connection;
    private final DuckDBAppender appender;

    /**
     * Checks, before the work, that files can be written.
     *
     * @param place the file or folder, for the message
     * @throws AdaptationException if DuckDB cannot be loaded
     */
    public static void requireAvailable(Path place) {
        try {
            DuckDb.connect(place).close();
        } catch (SQLException e) {
            throw new AdaptationException(place + ": DuckDB fails (" + e.getMessage() + ").", e);
        } catch (EvaluationException e) {
            throw ParquetFile.failure(e);
        }
    }

    /** @throws AdaptationException if DuckDB cannot be loaded */
    @SuppressWarnings("MustBeClosedChecker")
    public ParquetWriter(Path file) {
        this.file = file;
        try {
            this.connection = DuckDb.connect(file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE shard(lang VARCHAR, text VARCHAR, teacher_embedding_final FLOAT[])");
            }
            this.appender = connection.unwrap(DuckDBConnection.class).createAppender("main", "shard");
        } catch (SQLException e) {
            throw unwritable(e);
        } catch (EvaluationException e) {
            throw ParquetFile.failure(e);
        }
    }

    /** Adds a row. The text must have UTF-8: no lone surrogates. */
    public void add(String language, String text, float[] vector) {
        try {
            appender.beginRow();
            appender.append(language);
            appender.append(text);
            appender.append(vector);
            appender.endRow();
        } catch (SQLException e) {
            throw unwritable(e);
        }
    }

    /** Writes the file and forces it to the disk. A file of its name is replaced. */
    public void finish() {
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try (Statement statement = connection.createStatement()) {
            appender.close();
            statement.execute("COPY shard TO '" + temporary.toString().replace("'", "''")
                    + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)");
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException e) {
            throw unwritable(e);
        } catch (IOException e) {
            throw new AdaptationException(file + ": the file cannot be written: " + FileFault.reason(e), e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // it has no name that anybody reads
        }
    }

    private AdaptationException unwritable(SQLException e) {
        return new AdaptationException(
                file + ": DuckDB cannot write the file (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ").", e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unwritable(e);
        }
    }
}

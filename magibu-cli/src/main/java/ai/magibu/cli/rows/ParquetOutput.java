package ai.magibu.cli.rows;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.evaluation.internal.parquet.DuckDb;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A Parquet file. Because rows cannot be added to one, the rows go into {@code FILE.part} as JSON lines, from which DuckDB makes the file
 * at the end. The file appears when it is whole. An earlier run that has finished is continued only if there is nothing left to do.
 */
final class ParquetOutput implements EmbeddingOutput {

    /** Many enough to compress, few enough for the memory. */
    private static final int ROW_GROUP = 4096;

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Path part;
    private final JsonlOutput lines;
    private final boolean finished;
    private final long finishedRows;
    private int dimension;

    /** @throws ai.magibu.evaluation.api.EvaluationException if DuckDB cannot be loaded */
    ParquetOutput(Path file, boolean resume) throws FileFailure {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw FileFailure.of("cannot write " + file + ": it is a folder or a device. A Parquet file replaces a file");
        }
        try {
            DuckDb.connect(file).close();
            this.finished = resume && Files.exists(file) && !Files.exists(part);
            this.finishedRows = finished ? ParquetRows.count(file) : 0;
        } catch (SQLException e) {
            throw FileFailure.reading(file.toString(), ParquetRows.unreadable(e));
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
        this.lines = JsonlOutput.to(part, resume);
    }

    @Override
    public long earlierRows() {
        return finished ? finishedRows : lines.earlierRows();
    }

    @Override
    public boolean hasDetails() {
        return !finished;
    }

    @Override
    public EmbeddedRow lastRow() throws IOException, FileFailure {
        if (!finished) {
            return lines.lastRow();
        }
        try (ParquetRows rows = new ParquetRows(file, finishedRows)) {
            EmbeddedRow row = rows.next();
            if (row == null) {
                throw new IOException("it has no row " + finishedRows);
            }
            return row;
        }
    }

    @Override
    public void start(long rows, int newDimension) throws FileFailure {
        dimension = newDimension;
        if (!finished) {
            lines.start(rows, newDimension);
        } else if (rows < finishedRows) {
            throw foreign();
        }
    }

    @Override
    public void append(List<InputLine> group, List<Embedding> embeddings) throws FileFailure {
        if (finished) {
            throw foreign();
        }
        for (InputLine line : group) {
            if (line.id() != null && !isUnicode(line.id())) {
                throw FileFailure.of("cannot write " + file + ": the id of number " + line.number() + " of the input, " + line.id()
                        + ", has half of a surrogate pair, which Parquet cannot store");
            }
        }
        lines.append(group, embeddings);
    }

    /** Otherwise DuckDB would fail when all texts are embedded. */
    private static boolean isUnicode(String id) {
        try {
            return StandardCharsets.UTF_8.newEncoder().canEncode(JSON.readTree(id).asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the id was JSON", e);
        }
    }

    private FileFailure foreign() {
        return FileFailure.of("--resume: " + file + " is complete, and does not have the texts of the input. Leave --resume out to start "
                + "again");
    }

    @Override
    public void finish() throws FileFailure {
        if (finished) {
            return;
        }
        lines.close();
        Path whole = file.resolveSibling(file.getFileName() + ".part.parquet");
        try {
            convert(whole);
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(part);
        } catch (SQLException e) {
            throw FileFailure.of("cannot write " + file + ": DuckDB fails ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "). The embeddings are in " + part
                    + "; --resume tries again");
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    private void convert(Path to) throws SQLException {
        String rows = "read_json('"
                + DuckDb.pattern(part).replace("'", "''") + "', format = 'newline_delimited', columns = {id: 'JSON', embedding: 'FLOAT["
                + dimension + "]', tokens: 'INTEGER', truncated: 'BOOLEAN'})";
        try (Connection connection = DuckDb.connect(file); Statement statement = connection.createStatement()) {
            // With more threads the row groups, and so the bytes of the file, differ from run to run.
            statement.execute("SET threads = 1");
            statement.execute("COPY (SELECT " + id(statement, rows) + "embedding, tokens, truncated FROM " + rows + ") TO '"
                    + to.toString().replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROW_GROUP + ")");
        }
    }

    /** Returns the column of the ids: whole numbers if all are, strings otherwise, none without ids. */
    private static String id(Statement statement, String rows) throws SQLException {
        try (ResultSet ids = statement.executeQuery("SELECT count(id), bool_and(id IS NULL OR json_type(id) IN ('BIGINT', 'UBIGINT') "
                + "AND try_cast(id ->> '$' AS BIGINT) IS NOT NULL) FROM " + rows)) {
            if (!ids.next() || ids.getLong(1) == 0) {
                return "";
            }
            return ids.getBoolean(2) ? "(id ->> '$')::BIGINT AS id, "
                    : "CASE json_type(id) WHEN 'VARCHAR' THEN id ->> '$' ELSE id::VARCHAR END AS id, ";
        }
    }

    @Override
    public void close() throws FileFailure {
        lines.close();
    }
}

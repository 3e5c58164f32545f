package ai.magibu.cli.rows;

import ai.magibu.evaluation.internal.parquet.DuckDb;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file with the columns {@code embedding} and, if there are ids, {@code id}. */
final class ParquetRows implements EmbeddedRows {

    private final Connection connection;
    private final ResultSet rows;
    private long number;

    ParquetRows(Path file) throws IOException {
        this(file, 1);
    }

    /** @param first the number of the row that is read first */
    ParquetRows(Path file, long first) throws IOException {
        number = first - 1;
        try {
            Connection opened = DuckDb.connect(file);
            try {
                String id = hasIds(opened, file) ? "id" : "NULL";
                PreparedStatement query = opened
                        .prepareStatement("SELECT embedding::FLOAT[], " + id + " FROM " + DuckDb.ROWS + " OFFSET ?");
                query.closeOnCompletion();
                query.setString(1, DuckDb.pattern(file));
                query.setLong(2, number);
                rows = query.executeQuery();
            } catch (SQLException e) {
                opened.close();
                throw e;
            }
            connection = opened;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static boolean hasIds(Connection connection, Path file) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*) FROM parquet_schema(?) WHERE name = 'id'")) {
            query.setString(1, DuckDb.pattern(file));
            try (ResultSet result = query.executeQuery()) {
                return result.next() && result.getLong(1) == 1;
            }
        }
    }

    static long count(Path file) throws IOException {
        try (Connection connection = DuckDb.connect(file);
                PreparedStatement query = connection.prepareStatement("SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata(?)")) {
            query.setString(1, DuckDb.pattern(file));
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    @Override
    public @Nullable EmbeddedRow next() throws IOException {
        try {
            if (!rows.next()) {
                return null;
            }
            number++;
            Array array = rows.getArray(1);
            Object id = rows.getObject(2);
            if (array == null) {
                throw new IOException("row " + number + ": the embedding is null");
            }
            return new EmbeddedRow(number, id == null ? null : json(id), vector((Object[]) array.getArray()));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private float[] vector(Object[] components) throws IOException {
        float[] vector = new float[components.length];
        for (int i = 0; i < vector.length; i++) {
            if (!(components[i] instanceof Float component)) {
                throw new IOException("row " + number + ": a component of the embedding is null");
            }
            vector[i] = component;
        }
        return vector;
    }

    private static String json(Object id) {
        return id instanceof Number ? id.toString() : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(id.toString())) + '"';
    }

    static IOException unreadable(SQLException e) {
        return new IOException("DuckDB fails. Is the file complete? ("
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")", e);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}

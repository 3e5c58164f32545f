package ai.magibu.adaptation.internal.parquet;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.parquet.DuckDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A Parquet file, read row by row in its order. */
public final class ParquetFile {

    private ParquetFile() {}

    /** Takes a row. */
    @FunctionalInterface
    public interface Rows {

        /**
         * Takes the selected columns of a row.
         *
         * @param number the row's place in the file, from 1
         */
        void accept(long number, ResultSet row) throws SQLException;
    }

    /**
     * Reads the rows.
     *
     * @param selection returns what to select, in SQL, for the types of the columns by their names
     * @throws AdaptationException if the file cannot be read or DuckDB cannot be loaded
     */
    public static void read(Path file, Function<Map<String, String>, String> selection, Rows rows) {
        long number = 0;
        try (Connection connection = DuckDb.connect(file)) {
            String columns = selection.apply(columns(connection, file));
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT " + columns + " FROM " + DuckDb.ROWS)) {
                query.setString(1, DuckDb.pattern(file));
                try (ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        rows.accept(number + 1, result);
                        number++;
                    }
                }
            }
        } catch (SQLException e) {
            throw failure(DuckDb.unreadable(file, number, e));
        } catch (EvaluationException e) {
            throw failure(e);
        }
    }

    static AdaptationException failure(EvaluationException e) {
        return new AdaptationException(String.valueOf(e.getMessage()), e);
    }

    private static Map<String, String> columns(Connection connection, Path file) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM " + DuckDb.ROWS + " LIMIT 0")) {
            query.setString(1, DuckDb.pattern(file));
            try (ResultSet result = query.executeQuery()) {
                ResultSetMetaData columns = result.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    types.put(columns.getColumnName(i), columns.getColumnTypeName(i));
                }
            }
        }
        return types;
    }

    /** Returns a column's name as SQL has it. */
    public static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }
}

package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

import ai.magibu.evaluation.api.EvaluationException;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Parquet files, read by DuckDB. */
final class ParquetTables {

    private static final Map<String, String> SETTINGS = Map.of(
            "autoinstall_known_extensions", "false", "autoload_known_extensions", "false", "memory_limit", "512MB", "temp_directory", "",
            "threads", "2", DuckDBDriver.JDBC_STREAM_RESULTS, "true");

    private ParquetTables() {}

    static void read(Path file, Consumer<Row> rows) {
        long number = 0;
        try (Connection connection = connect(file);
                PreparedStatement query = connection.prepareStatement("SELECT * FROM read_parquet(?)")) {
            query.setString(1, literal(file));
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.accept(new Row(file, ++number, values(result), false));
                }
            }
        } catch (SQLException e) {
            throw new EvaluationException(
                    file + ", row " + (number + 1) + ": DuckDB cannot read the file. Is it complete? Delete it and download it again. ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")",
                    e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(SETTINGS);
        try {
            return new DuckDBDriver().connect("jdbc:duckdb:", properties);
        } catch (LinkageError e) {
            throw new EvaluationException(
                    file + ": DuckDB reads Parquet files and cannot be loaded (" + e
                            + "). Add the dependency org.duckdb:duckdb_jdbc:2.0.0.1,"
                            + " or for the command line put duckdb_jdbc-2.0.0.1.jar next to magibu-cli.jar.",
                    e);
        }
    }

    /** Returns the pattern that only this file matches. */
    private static String literal(Path file) {
        return file.toString().replaceAll("[*?\\[]", "[$0]");
    }

    private static Map<String, @Nullable Object> values(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            values.put(columns.getColumnName(i), value(result.getObject(i)));
        }
        return values;
    }

    private static @Nullable Object value(@Nullable Object value) throws SQLException {
        if (value instanceof Array array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                list.add(value(element));
            }
            return list;
        }
        if (value instanceof DuckDBStruct struct) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, Object> field : struct.getMap().entrySet()) {
                map.put(field.getKey(), value(field.getValue()));
            }
            return map;
        }
        return value;
    }
}

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
import java.util.function.Consumer;

import ai.magibu.evaluation.internal.parquet.DuckDb;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Parquet files, read by DuckDB. */
final class ParquetTables {

    private ParquetTables() {}

    static void read(Path file, Consumer<Row> rows) {
        long number = 0;
        try (Connection connection = DuckDb.connect(file);
                PreparedStatement query = connection.prepareStatement("SELECT * FROM " + DuckDb.ROWS)) {
            query.setString(1, DuckDb.pattern(file));
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.accept(new Row(file, ++number, values(result), false));
                }
            }
        } catch (SQLException e) {
            throw DuckDb.unreadable(file, number, e);
        }
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

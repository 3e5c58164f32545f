package ai.magibu.cli.lines;

import ai.magibu.embedding.api.Passage;
import ai.magibu.evaluation.internal.parquet.DuckDb;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file, read by DuckDB. */
public final class ParquetPassages implements Passages {

    private static final String ROW = "row";
    private static final String TEXT_TYPE = "VARCHAR";
    private static final Pattern NUMBER_TYPE = Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*");

    private final Connection connection;
    private final ResultSet rows;
    private final long count;
    private long number;

    /**
     * Opens a file.
     *
     * @throws IOException if DuckDB cannot read the file
     * @throws IllegalArgumentException if a column is missing or has another type
     * @throws ai.magibu.evaluation.api.EvaluationException if DuckDB cannot be loaded
     */
    public ParquetPassages(Path file, Columns names) throws IOException {
        try {
            Connection opened = DuckDb.connect(file);
            try {
                this.count = count(opened, file);
                this.rows = select(opened, file, names);
            } catch (SQLException | IllegalArgumentException e) {
                opened.close();
                throw e;
            }
            this.connection = opened;
        } catch (SQLException e) {
            throw unreadable(1, e);
        }
    }

    private static long count(Connection connection, Path file) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata(?)")) {
            query.setString(1, DuckDb.pattern(file));
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private static ResultSet select(Connection connection, Path file, Columns names) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> types = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet('"
                + DuckDb.pattern(file).replace("'", "''") + "', hive_partitioning = false))"); ResultSet result = query.executeQuery()) {
            while (result.next()) {
                columns.add(result.getString(1));
                types.add(result.getString(2));
            }
        }
        Columns.Places places = names.in(columns);
        String selected = column(columns, types, places.text(), false) + ", " + column(columns, types, places.title(), false) + ", "
                + column(columns, types, places.id(), true);
        PreparedStatement query = connection.prepareStatement("SELECT " + selected + " FROM " + DuckDb.ROWS);
        query.closeOnCompletion();
        query.setString(1, DuckDb.pattern(file));
        return query.executeQuery();
    }

    private static String column(List<String> columns, List<String> types, int place, boolean mayBeNumber) {
        if (place < 0) {
            return "NULL";
        }
        String type = types.get(place);
        if (!type.equals(TEXT_TYPE) && !(mayBeNumber && NUMBER_TYPE.matcher(type).matches())) {
            throw new IllegalArgumentException("the column \"" + columns.get(place) + "\" has the type " + type + "; expected strings"
                    + (mayBeNumber ? " or whole numbers" : ""));
        }
        return '"' + columns.get(place).replace("\"", "\"\"") + '"';
    }

    @Override
    public @Nullable InputLine next() throws IOException, BadLineException {
        String text;
        String title;
        String id;
        try {
            if (!rows.next()) {
                return null;
            }
            text = rows.getString(1);
            title = rows.getString(2);
            id = json(rows.getObject(3));
        } catch (SQLException e) {
            throw unreadable(number + 1, e);
        }
        number++;
        if (text == null) {
            throw new BadLineException(ROW, number, "no text: it is null");
        }
        return new InputLine(number, id, Passage.titled(title, text));
    }

    private static @Nullable String json(@Nullable Object id) {
        if (id == null) {
            return null;
        }
        if (id instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return id instanceof Number ? id.toString()
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(id.toString())) + '"';
    }

    private static IOException unreadable(long row, SQLException e) {
        return new IOException("DuckDB fails at row " + row + ". Is the file complete? ("
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")", e);
    }

    @Override
    public String unit() {
        return ROW;
    }

    @Override
    public double share() {
        return count == 0 ? Double.NaN : (double) number / count;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}

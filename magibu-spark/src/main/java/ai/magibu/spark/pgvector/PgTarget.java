package ai.magibu.spark.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The target of a job, which is checked before the job starts, because executors would report an error after each attempt of each task.
 *
 * @param table the quoted name of the table
 * @param key the names of the columns that identify a row
 * @param keepExisting whether a row that is present stays as it is
 */
record PgTarget(PgLogin login, String table, List<String> key, boolean keepExisting) {

    /** The state of SQL for ON CONFLICT without a unique index, among others. */
    private static final String INVALID_COLUMN_REFERENCE = "42P10";

    /**
     * Returns the function that writes the partitions of a dataset.
     *
     * @param types the types of the dataset's columns by their names
     * @throws IllegalArgumentException if the table, a column or the unique index is missing, or cannot hold the vectors
     * @throws PgVectorException if the database cannot be reached, or rejects the statements
     */
    PartitionWriter writer(Map<String, ColumnType> types) {
        try (Connection connection = login.connect()) {
            PgTable found = PgTable.find(connection, table);
            if (found == null) {
                throw new IllegalArgumentException("table: " + table + " does not exist; create it: " + create(types));
            }
            List<PgColumn> columns = columns(found, types);
            PgStatements statements = new PgStatements(found, columns, key, keepExisting);
            rehearse(connection, found.name(), statements);
            return new PartitionWriter(login, statements, columns, key);
        } catch (SQLException e) {
            throw new PgVectorException("table " + table + ": the dataset cannot be written: " + e.getMessage(), e);
        }
    }

    private String create(Map<String, ColumnType> types) {
        String columns = types.entrySet().stream().map(PgTarget::definition).collect(Collectors.joining(", "));
        String create = "CREATE TABLE " + table + " (" + columns + ", PRIMARY KEY (" + PgName.list(key) + "))";
        return types.containsValue(ColumnType.VECTOR) ? create + ", with your vectors' dimensions in place of 768" : create;
    }

    private static String definition(Map.Entry<String, ColumnType> column) {
        String type = column.getValue() == ColumnType.VECTOR ? "vector(768)" : column.getValue().postgres();
        return PgName.quoted(column.getKey()) + " " + type;
    }

    private static List<PgColumn> columns(PgTable table, Map<String, ColumnType> types) {
        List<PgColumn> columns = new ArrayList<>();
        Map<String, ColumnType> missing = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            PgTable.Column column = table.columns().get(name);
            if (column == null) {
                missing.put(name, type);
            } else {
                columns.add(column(name, type, column));
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("table " + table.name() + " has the columns " + table.columns().keySet() + ", but not "
                    + missing.keySet() + "; drop or rename these columns of the dataset, or run ALTER TABLE " + table.name()
                    + missing.entrySet().stream().map(column -> " ADD COLUMN " + definition(column)).collect(Collectors.joining(",")));
        }
        return columns;
    }

    private static PgColumn column(String name, ColumnType type, PgTable.Column column) {
        if (type != ColumnType.VECTOR) {
            return new PgColumn(name, type.into(column.type()), column.type(), -1);
        }
        String vector = column.vector();
        if (vector != null && List.of("vector", "halfvec").contains(vector)) {
            return new PgColumn(name, type.into(vector), column.type(), column.dimensions());
        }
        throw new IllegalArgumentException("column " + name + ": array<float> needs a column of type vector or halfvec of the extension "
                + "pgvector, but the table's column is of type " + column.type());
    }

    /** Lets PostgreSQL check types, permissions and the unique index. */
    private void rehearse(Connection connection, String name, PgStatements statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            statements.merge(connection, new CopyRows());
        } catch (SQLException e) {
            if (INVALID_COLUMN_REFERENCE.equals(e.getSQLState())) {
                throw new IllegalArgumentException("key: table " + name + " has no primary key or unique index of exactly " + key
                        + "; create it: CREATE UNIQUE INDEX ON " + name + " (" + PgName.list(key) + ")", e);
            }
            throw e;
        }
        connection.rollback();
    }
}

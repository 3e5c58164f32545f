package ai.magibu.spark.pgvector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table, as PostgreSQL's catalog describes it.
 *
 * @param name the quoted name with the schema, because a temporary table hides others of its name
 * @param takesCopies whether COPY is possible, which it is not for views and under row-level security
 * @param columns the columns by name
 */
record PgTable(String name, boolean takesCopies, Map<String, Column> columns) {

    /**
     * A column of the table.
     *
     * @param type the name of the type without length, because a cast to {@code varchar(3)} cuts, but an assignment fails
     * @param vector the name of the type in the extension pgvector, or null for a type of another origin
     * @param dimensions the dimensions of a {@code vector} or {@code halfvec} column, -1 if they are not limited
     */
    record Column(String type, @Nullable String vector, int dimensions) {}

    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, -1), a.atttypmod, (
                SELECT t.typname FROM pg_type t
                JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
                JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'vector'
                WHERE t.oid = a.atttypid)
            FROM pg_attribute a WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    /**
     * Returns the table, or null if it does not exist.
     *
     * @param name the quoted name, with or without a schema
     */
    static @Nullable PgTable find(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT c.oid, format('%I.%I', n.nspname, c.relname),"
                + " c.relkind IN ('r', 'p') AND NOT row_security_active(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(?)")) {
            statement.setString(1, name);
            try (ResultSet table = statement.executeQuery()) {
                return table.next() ? new PgTable(table.getString(2), table.getBoolean(3), columns(connection, table.getLong(1))) : null;
            }
        }
    }

    private static Map<String, Column> columns(Connection connection, long table) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), new Column(rows.getString(2), rows.getString(4), rows.getInt(3)));
                }
            }
        }
        return columns;
    }
}

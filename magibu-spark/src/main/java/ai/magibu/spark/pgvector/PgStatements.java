package ai.magibu.spark.pgvector;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

/**
 * The statements that write some rows, in two ways. {@link #copy} is a binary COPY into the table, which fails if a key is present.
 * {@link #merge} takes twice as long: it copies into a temporary table, and inserts from there with conversion of types.
 */
final class PgStatements implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String INCOMING = "pg_temp.magibu_incoming";

    private final boolean exact;
    private final String copy;
    private final String create;
    private final String copyIncoming;
    private final String insert;

    /**
     * Writes the statements.
     *
     * @param key the names of the columns that identify a row
     * @param keepExisting whether a row that is present stays as it is
     */
    PgStatements(PgTable table, List<PgColumn> columns, Collection<String> key, boolean keepExisting) {
        exact = table.takesCopies() && columns.stream().allMatch(PgColumn::isExact);
        String names = list(columns, column -> PgName.quoted(column.name()));
        copy = "COPY " + table.name() + " (" + names + ") FROM STDIN (FORMAT binary)";

        // Casts between times use UTC on every machine.
        create = "SET LOCAL TIME ZONE 'UTC'; CREATE TEMPORARY TABLE " + INCOMING + " ("
                + list(columns, column -> PgName.quoted(column.name()) + " " + column.copied()) + ") ON COMMIT DROP";
        copyIncoming = "COPY " + INCOMING + " FROM STDIN (FORMAT binary)";

        List<PgColumn> keys = columns.stream().filter(column -> key.contains(column.name())).toList();
        List<PgColumn> others = columns.stream().filter(column -> !key.contains(column.name())).toList();
        String convertedKey = list(keys, PgColumn::converted);
        // In the order of the keys, so that transactions which write the same rows wait for each other without a deadlock. In a new table
        // the order of ctid is that of the rows.
        String select = "SELECT DISTINCT ON (" + convertedKey + ") " + list(columns, PgColumn::converted) + " FROM " + INCOMING
                + " ORDER BY " + convertedKey + ", ctid" + (keepExisting ? "" : " DESC");
        insert = "INSERT INTO " + table.name() + " AS present (" + names + ") " + select + " ON CONFLICT (" + PgName.list(key) + ") DO "
                + (keepExisting || others.isEmpty() ? "NOTHING" : update(others));
    }

    /** Leaves equal rows alone, which would be written again otherwise, also to a vector index. This comparison exists for every type. */
    private static String update(List<PgColumn> columns) {
        Function<PgColumn, String> name = column -> PgName.quoted(column.name());
        return "UPDATE SET " + list(columns, column -> name.apply(column) + " = excluded." + name.apply(column)) + " WHERE ROW("
                + list(columns, column -> "present." + name.apply(column)) + ")::record *<> ROW("
                + list(columns, column -> "excluded." + name.apply(column)) + ")::record";
    }

    private static String list(List<PgColumn> columns, Function<PgColumn, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(", "));
    }

    /** Returns whether {@link #copy} is possible. */
    boolean canCopy() {
        return exact;
    }

    /** Copies rows into the table in the connection's transaction, which stays open. */
    void copy(Connection connection, CopyRows rows) throws SQLException {
        copy(connection, copy, rows);
    }

    /** Inserts rows in the connection's transaction, which stays open, and resolves conflicts. */
    void merge(Connection connection, CopyRows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(create);
            copy(connection, copyIncoming, rows);
            statement.execute(insert);
        }
    }

    private static void copy(Connection connection, String sql, CopyRows rows) throws SQLException {
        CopyIn copyIn = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        copyIn.writeToCopy(ByteStreamWriter.of(rows.finished()));
        copyIn.endCopy();
    }
}

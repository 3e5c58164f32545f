package ai.magibu.spark;

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
 * The statements that write some rows: a binary COPY into a temporary table, then an INSERT into the target, which converts the types
 * and resolves conflicts.
 */
final class PgStatements implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String INCOMING = "pg_temp.magibu_incoming";
    private static final String POSITION = "magibu_position";

    private final String create;
    private final String copy;
    private final String insert;

    /**
     * Writes the statements.
     *
     * @param table the quoted name of the target
     * @param keepExisting whether a row that is present stays as it is
     */
    PgStatements(String table, List<PgColumn> columns, Collection<String> key, boolean keepExisting) {
        // Casts between times use UTC on every machine.
        create = "SET LOCAL TIME ZONE 'UTC'; CREATE TEMPORARY TABLE " + INCOMING + " (" + POSITION + " integer, "
                + list(columns, column -> PgName.quoted(column.name()) + " " + column.copied()) + ") ON COMMIT DROP";
        copy = "COPY " + INCOMING + " FROM STDIN (FORMAT binary)";

        List<PgColumn> keys = columns.stream().filter(column -> key.contains(column.name())).toList();
        List<PgColumn> others = columns.stream().filter(column -> !key.contains(column.name())).toList();
        String convertedKey = list(keys, PgColumn::converted);
        // In the order of the keys, so that transactions which write the same rows wait for each other without a deadlock.
        String select = "SELECT DISTINCT ON (" + convertedKey + ") " + list(columns, PgColumn::converted) + " FROM " + INCOMING
                + " ORDER BY " + convertedKey + ", " + POSITION + (keepExisting ? "" : " DESC");
        insert = "INSERT INTO " + table + " AS present (" + list(columns, column -> PgName.quoted(column.name())) + ") " + select
                + " ON CONFLICT (" + PgName.list(key) + ") DO " + (keepExisting || others.isEmpty() ? "NOTHING" : update(others));
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

    /** Writes rows in the connection's transaction, which stays open. */
    void write(Connection connection, CopyRows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(create);
            CopyIn copyIn = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            copyIn.writeToCopy(ByteStreamWriter.of(rows.finished()));
            copyIn.endCopy();
            statement.execute(insert);
        }
    }
}

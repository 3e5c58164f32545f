package ai.magibu.spark.pgvector;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;

/** Writes the rows of a partition, in short transactions. */
final class PartitionWriter implements ForeachPartitionFunction<Row> {

    private static final long serialVersionUID = 1L;

    /** A transaction ends at the first of both. */
    static final int ROWS = 5_000;
    private static final int BYTES = 16 << 20;
    /** Of a partition's first transaction: a COPY that finds a present key leaves the space of its rows to the next vacuum. */
    static final int FIRST_ROWS = 100;

    private static final String UNIQUE_VIOLATION = "23505";
    /** With a connection that copies the same rows, in another order. */
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final int ATTEMPTS = 10;

    private final PgLogin login;
    private final PgStatements statements;
    private final PgColumn[] columns;
    private final int[] key;

    PartitionWriter(PgLogin login, PgStatements statements, List<PgColumn> columns, List<String> key) {
        this.login = login;
        this.statements = statements;
        this.columns = columns.toArray(PgColumn[]::new);
        this.key = IntStream.range(0, this.columns.length).filter(i -> key.contains(this.columns[i].name())).toArray();
    }

    @Override
    public void call(Iterator<Row> rows) {
        try (Session session = new Session(login)) {
            call(rows, session);
        }
    }

    private void call(Iterator<Row> rows, Session session) {
        CopyRows copy = new CopyRows();
        boolean fresh = statements.canCopy();
        int limit = fresh ? FIRST_ROWS : ROWS;
        while (rows.hasNext()) {
            Row first = rows.next();
            Row last = first;
            add(first, copy);
            while (copy.rows() < limit && copy.size() < BYTES && rows.hasNext()) {
                last = rows.next();
                add(last, copy);
            }
            try {
                fresh = write(copy, fresh, session);
            } catch (SQLException e) {
                throw new PgVectorException("partition " + TaskContext.getPartitionId() + ", " + copy.rows() + " rows from " + key(first)
                        + " to " + key(last) + ", of which none was written: " + e.getMessage(), e);
            }
            copy.clear();
            limit = ROWS;
        }
    }

    private void add(Row row, CopyRows copy) {
        copy.startRow(columns.length);
        for (int i = 0; i < columns.length; i++) {
            try {
                columns[i].write(row, i, copy);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("column " + columns[i].name() + ", row with " + key(row) + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Writes rows in a transaction.
     *
     * @param fresh whether all keys are expected to be new
     * @return whether those of the next rows are
     */
    private boolean write(CopyRows rows, boolean fresh, Session session) throws SQLException {
        Connection connection = session.connection();
        boolean copied = fresh;
        for (int attempt = 1;; attempt++) {
            try {
                if (copied) {
                    statements.copy(connection, rows);
                } else {
                    statements.merge(connection, rows);
                }
                connection.commit();
                return copied;
            } catch (SQLException e) {
                boolean present = copied && UNIQUE_VIOLATION.equals(e.getSQLState());
                boolean deadlock = attempt < ATTEMPTS && DEADLOCK_DETECTED.equals(e.getSQLState());
                if (!present && !deadlock) {
                    throw e;
                }
                connection.rollback();
                copied = false;
            }
        }
    }

    private String key(Row row) {
        return IntStream.of(key).mapToObj(i -> columns[i].name() + " " + row.get(i)).collect(Collectors.joining(", "));
    }
}

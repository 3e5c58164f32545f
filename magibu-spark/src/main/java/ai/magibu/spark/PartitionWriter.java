package ai.magibu.spark;

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
    private static final int BYTES = 8 << 20;

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
        CopyRows copy = new CopyRows();
        while (rows.hasNext()) {
            Row first = rows.next();
            Row last = first;
            add(first, copy);
            while (copy.rows() < ROWS && copy.size() < BYTES && rows.hasNext()) {
                last = rows.next();
                add(last, copy);
            }
            write(copy, first, last);
            copy.clear();
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

    /** The connection is open only now, because the next rows may take minutes. */
    private void write(CopyRows rows, Row first, Row last) {
        try (Connection connection = login.connect()) {
            connection.setAutoCommit(false);
            statements.write(connection, rows);
            connection.commit();
        } catch (SQLException e) {
            throw new PgVectorException(
                    "partition " + TaskContext.getPartitionId() + ", " + rows.rows() + " rows from " + key(first) + " to "
                            + key(last) + ", of which none was written: " + e.getMessage(),
                    e);
        }
    }

    private String key(Row row) {
        return IntStream.of(key).mapToObj(i -> columns[i].name() + " " + row.get(i)).collect(Collectors.joining(", "));
    }
}

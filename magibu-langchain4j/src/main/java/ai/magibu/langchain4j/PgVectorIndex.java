package ai.magibu.langchain4j;

import dev.langchain4j.exception.LangChain4jException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vector index of a table of {@code PgVectorEmbeddingStore}: no index while comparing all vectors is fast, and an HNSW index for more
 * rows, as long as the index finds everything.
 *
 * <p>Without an index PostgreSQL compares the query with every vector, which is exact. An HNSW index is faster for many vectors, but some
 * may become unreachable: if large files of similar lines (tables, logs) fill the table, no path of its graph may lead to other
 * documents. So this class searches through the index for a segment of each of up to {@value #SAMPLE} documents. If more than one in a
 * hundred is not found, it drops the index again, and searches stay exact and slow.
 *
 * <p>Thread-safe within one process. Settings such as {@code hnsw.ef_search} and {@code hnsw.iterative_scan} are those of the data
 * source's connections.
 */
public final class PgVectorIndex {

    private static final Logger log = LoggerFactory.getLogger(PgVectorIndex.class);

    private static final int SAMPLE = 300;
    private static final double LEAST_RECALL = 0.99;

    private final DataSource dataSource;
    private final String table;
    private final String index;
    private final String documentColumn;
    private final long exactUpTo;
    private long next;

    /**
     * Describes the index of a table with the columns {@code embedding_id} and {@code embedding}. Changes nothing yet.
     *
     * @param table the store's table, on the search path
     * @param documentColumn the metadata column that names a segment's document
     * @param exactUpTo the number of rows up to which there is no index
     * @throws IllegalArgumentException if a name is not a plain SQL name
     */
    public PgVectorIndex(DataSource dataSource, String table, String documentColumn, long exactUpTo) {
        this.dataSource = dataSource;
        this.table = SqlName.require("table", table, SqlName.COLUMN);
        this.documentColumn = SqlName.require("documentColumn", documentColumn, SqlName.COLUMN);
        this.index = table + "_hnsw";
        this.exactUpTo = exactUpTo;
    }

    /**
     * Builds the index if the table has outgrown the exact search, checks it, and drops it if it loses documents. Call it after storing:
     * it does nothing until the table has grown by a tenth since the last check, or has doubled since an index was dropped. Building takes
     * minutes for some hundred thousand vectors; reading and writing continue meanwhile, except on a database with one session such as
     * PGlite. Must not be called within a transaction.
     *
     * @param rows the number of rows of the table
     * @throws LangChain4jException if the database fails; its cause is the {@link SQLException}
     */
    public synchronized void update(long rows) {
        if (rows <= exactUpTo || rows < next) {
            return;
        }
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            if (!isUsable(statement)) {
                log.info("{} has {} rows: the HNSW index is built", table, rows);
                build(statement);
            }
            next = findsEverything(statement) ? rows + rows / 10 : 2 * rows;
        } catch (SQLException e) {
            throw new LangChain4jException("the index of " + table + " cannot be updated: " + e.getMessage(), e);
        }
    }

    /** An interrupted build leaves an invalid index, which PostgreSQL maintains but does not use. */
    private boolean isUsable(Statement statement) throws SQLException {
        try (ResultSet valid = statement.executeQuery(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('" + index + "')")) {
            return valid.next() && valid.getBoolean(1);
        }
    }

    private void build(Statement statement) throws SQLException {
        drop(statement);
        statement.execute("CREATE INDEX CONCURRENTLY " + index + " ON " + table
                + " USING hnsw (embedding vector_cosine_ops) WITH (m = 32, ef_construction = 200)");
    }

    private void drop(Statement statement) throws SQLException {
        statement.execute("DROP INDEX IF EXISTS " + index);
    }

    private boolean findsEverything(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery(String.format(Locale.ROOT, """
                SELECT count(*), count(*) FILTER (WHERE nearest.distance < 1e-4)
                FROM (SELECT id FROM (SELECT DISTINCT %2$s AS id FROM %1$s) AS documents ORDER BY random() LIMIT %3$d) AS document,
                    LATERAL (SELECT embedding FROM %1$s WHERE %2$s = document.id LIMIT 1) AS segment,
                    LATERAL (SELECT embedding <=> segment.embedding AS distance FROM %1$s
                        ORDER BY embedding <=> segment.embedding LIMIT 1) AS nearest
                """, table, documentColumn, SAMPLE))) {
            found.next();
            double recall = found.getLong(2) / (double) Math.max(1, found.getLong(1));
            if (recall >= LEAST_RECALL) {
                return true;
            }
            log.warn("The HNSW index of {} finds only {} of {} sampled documents. It is dropped; searches are exact.",
                    table, found.getLong(2), found.getLong(1));
        }
        drop(statement);
        return false;
    }
}

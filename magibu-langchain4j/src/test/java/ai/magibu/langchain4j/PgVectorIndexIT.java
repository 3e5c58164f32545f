package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgVectorIndexIT {

    private static final int DIMENSIONS = 32;

    private static DataSource dataSource;

    private final Random random = new Random(7);

    @BeforeAll
    static void start() throws SQLException {
        DataSource plain = TestDatabase.empty().dataSource();
        dataSource = (DataSource) Proxy.newProxyInstance(PgVectorIndexIT.class.getClassLoader(), new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    Connection connection = plain.getConnection();
                    try (Statement statement = connection.createStatement()) {
                        // the planner does not use an index for so few rows
                        statement.execute("SET enable_seqscan = off; SET hnsw.ef_search = 200; SET hnsw.iterative_scan = strict_order");
                    }
                    return connection;
                });
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        execute("DROP TABLE IF EXISTS vectors",
                "CREATE TABLE vectors (embedding_id int, embedding vector(" + DIMENSIONS + ") NOT NULL, document int NOT NULL)");
    }

    @Test
    void thereIsNoIndexUpToTheLimitAndOneAbove() throws SQLException {
        PgVectorIndex index = new PgVectorIndex(dataSource, "vectors", "document", 500);
        insert(500, 0, 1);
        index.update(500);
        assertThat(indexes()).isZero();

        insert(1, 500, 1);
        index.update(501);
        assertThat(indexes()).isOne();
        index.update(600);
        assertThat(indexes()).isOne();
    }

    /** The index that a killed process leaves. */
    @Test
    void anInvalidIndexIsBuiltAnew() throws SQLException {
        insert(200, 0, 1);
        execute("CREATE INDEX vectors_hnsw ON vectors USING hnsw (embedding vector_cosine_ops)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'vectors_hnsw'::regclass");

        new PgVectorIndex(dataSource, "vectors", "document", 100).update(200);

        assertThat(count("SELECT count(*) FROM pg_index WHERE indexrelid = 'vectors_hnsw'::regclass AND indisvalid")).isOne();
    }

    /** Many vectors in two places: no path of the graph leads to some of the rest. */
    @Test
    void anIndexThatLosesDocumentsIsDroppedUntilTheTableHasDoubled() throws SQLException {
        PgVectorIndex index = new PgVectorIndex(dataSource, "vectors", "document", 200);
        insert(150, 0, 1);
        insert(1, 1000, 2_000);
        insert(1, 1001, 2_000);

        index.update(4_150);
        assertThat(indexes()).isZero();

        execute("DELETE FROM vectors WHERE document >= 1000");
        index.update(8_299);
        assertThat(indexes()).as("not tried again").isZero();
        index.update(8_300);
        assertThat(indexes()).as("tried again, without the large files").isOne();
    }

    @Test
    void namesAreNames() {
        assertThatThrownBy(() -> new PgVectorIndex(dataSource, "vectors; DROP TABLE x", "document", 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("table");
        assertThatThrownBy(() -> new PgVectorIndex(dataSource, "missing", "document", 1).update(2))
                .hasMessageContaining("missing");
    }

    /** Inserts documents in random directions, each with this many chunks close to each other. */
    private void insert(int documents, int firstDocument, int chunks) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO vectors VALUES (0, ?::vector, ?)")) {
            for (int document = firstDocument; document < firstDocument + documents; document++) {
                double[] center = random.doubles(DIMENSIONS, -1, 1).toArray();
                for (int chunk = 0; chunk < chunks; chunk++) {
                    insert.setString(1, Arrays.stream(center).map(value -> value + 0.01 * random.nextGaussian())
                            .mapToObj(value -> Float.toString((float) value))
                            .collect(Collectors.joining(",", "[", "]")));
                    insert.setInt(2, document);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static long indexes() throws SQLException {
        return count("SELECT count(*) FROM pg_indexes WHERE indexname = 'vectors_hnsw'");
    }

    private static long count(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(sql)) {
            count.next();
            return count.getLong(1);
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}

package ai.magibu.sample.store;

import com.pgvector.PGhalfvec;
import com.pgvector.PGvector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PGobject;

/**
 * Measures pgvector for docs/pgvector.md: a program and not a test. On a database that nothing else uses, one step a call, each
 * printing one line of JSON per measurement:
 *
 * <pre>
 * PgvectorBenchmark JDBC_URL load    clustered|random [rows]
 * PgvectorBenchmark JDBC_URL insert  clustered|random
 * PgvectorBenchmark JDBC_URL index   clustered|random vector|halfvec|bit [workers] [maintenance_work_mem]
 * PgvectorBenchmark JDBC_URL exact   clustered|random
 * PgvectorBenchmark JDBC_URL search  clustered|random vector|halfvec|bit
 * </pre>
 *
 * <p>"random": independent unit vectors, the worst case for any index, since all are equally far from each other. "clustered": 1,000
 * centres, each vector one of them moved within a subspace of 64 dimensions that all share, which is nearer to what a
 * model gives. Queries come the same way and are not among the rows.
 */
final class PgvectorBenchmark {

    private static final int DIMENSION = 768;
    private static final int ROWS = 100_000;
    private static final int CENTRES = 1_000;
    private static final int SUBSPACE = 64;
    private static final int QUERIES = 200;
    private static final int K = 10;

    private final Connection connection;
    private final String data;

    private PgvectorBenchmark(Connection connection, String data) {
        this.connection = connection;
        this.data = data;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            PgvectorBenchmark benchmark = new PgvectorBenchmark(connection, arguments[2]);
            switch (arguments[1]) {
                case "load" -> benchmark.load(arguments.length > 3 ? Integer.parseInt(arguments[3]) : ROWS);
                case "insert" -> benchmark.insert();
                case "index" -> benchmark.index(
                        arguments[3],
                        arguments.length > 4 ? Integer.parseInt(arguments[4]) : 2,
                        arguments.length > 5 ? arguments[5] : "1GB");
                case "exact" -> benchmark.exact();
                case "search" -> benchmark.search(arguments[3]);
                default -> throw new IllegalArgumentException(arguments[1]);
            }
        }
    }

    // ------------------------------------------------------------- vectors

    private static final class Vectors {

        private final Random random;
        private final boolean clustered;
        private final float[][] centres = new float[CENTRES][];
        private final float[][] axes = new float[SUBSPACE][];

        Vectors(String data, long seed) {
            clustered = data.equals("clustered");
            Random shared = new Random(42);
            for (int i = 0; i < CENTRES; i++) {
                centres[i] = unit(shared);
            }
            for (int i = 0; i < SUBSPACE; i++) {
                axes[i] = unit(shared);
            }
            random = new Random(seed);
        }

        float[] next() {
            if (!clustered) {
                return unit(random);
            }
            float[] vector = centres[random.nextInt(CENTRES)].clone();
            for (float[] axis : axes) {
                float step = (float) (random.nextGaussian() * 0.7 / Math.sqrt(SUBSPACE));
                for (int d = 0; d < DIMENSION; d++) {
                    vector[d] += step * axis[d];
                }
            }
            return normalized(vector);
        }

        private static float[] unit(Random random) {
            float[] vector = new float[DIMENSION];
            for (int d = 0; d < DIMENSION; d++) {
                vector[d] = (float) random.nextGaussian();
            }
            return normalized(vector);
        }

        private static float[] normalized(float[] vector) {
            double sum = 0;
            for (float x : vector) {
                sum += x * x;
            }
            float norm = (float) Math.sqrt(sum);
            for (int d = 0; d < vector.length; d++) {
                vector[d] /= norm;
            }
            return vector;
        }
    }

    // ------------------------------------------------------------- steps

    private void load(int rows) throws SQLException, IOException {
        run("CREATE EXTENSION IF NOT EXISTS vector");
        run("DROP TABLE IF EXISTS " + table("vector") + ", " + table("halfvec"));
        run("CREATE TABLE " + table("vector") + " (id integer PRIMARY KEY, embedding vector(" + DIMENSION + "))");
        copy(table("vector"), new Vectors(data, 1), rows, 0);
        run("CREATE TABLE " + table("halfvec") + " (id integer PRIMARY KEY, embedding halfvec(" + DIMENSION + "))");
        run("INSERT INTO " + table("halfvec") + " SELECT id, embedding::halfvec FROM " + table("vector"));
        for (String type : List.of("vector", "halfvec")) {
            run("VACUUM ANALYZE " + table(type));
            report("table", type, "rows", rows, "megabytes", megabytes("pg_table_size('" + table(type) + "')"));
        }
    }

    /** How fast rows come in: by COPY, by batches, and by batches under an index (where one was built). */
    private void insert() throws SQLException, IOException {
        for (String type : List.of("vector", "halfvec")) {
            for (boolean copy : new boolean[] {true, false, true, false}) {
                run("DROP TABLE IF EXISTS scratch");
                run("CREATE TABLE scratch (id integer PRIMARY KEY, embedding " + type + "(" + DIMENSION + "))");
                int rows = 10_000;
                Vectors vectors = new Vectors(data, 2);
                double seconds = copy ? copy("scratch", vectors, rows, 0) : batches("scratch", type, vectors, rows, 0);
                report("insert", type, "by", copy ? "copy" : "batches", "rows", rows, "rows_per_s", rows / seconds);
            }
            if (queryOne("SELECT to_regclass('" + table(type) + "_hnsw') IS NOT NULL").equals("t")) {
                int rows = 2_000;
                double seconds = batches(table(type), type, new Vectors(data, 3), rows, ROWS);
                report("insert", type, "by", "batches into the index", "rows", rows, "rows_per_s", rows / seconds);
                run("DELETE FROM " + table(type) + " WHERE id >= " + ROWS);
                run("VACUUM " + table(type));
            }
        }
        run("DROP TABLE scratch");
    }

    private void index(String type, int workers, String memory) throws SQLException {
        run("SET maintenance_work_mem = '" + memory + "'");
        run("SET max_parallel_maintenance_workers = " + workers);
        run("DROP INDEX IF EXISTS " + table(type) + "_hnsw");
        String on = type.equals("bit")
                ? table("halfvec") + " USING hnsw ((binary_quantize(embedding)::bit(" + DIMENSION + ")) bit_hamming_ops)"
                : table(type) + " USING hnsw (embedding " + type + "_cosine_ops)";
        long start = System.nanoTime();
        run("CREATE INDEX " + table(type) + "_hnsw ON " + on);
        double seconds = (System.nanoTime() - start) / 1e9;
        report("index", type, "workers", workers, "maintenance_work_mem", memory, "seconds", seconds,
                "megabytes", megabytes("pg_relation_size('" + table(type) + "_hnsw')"));
    }

    private List<float[]> queries() {
        Vectors vectors = new Vectors(data, 4);
        return Stream.generate(vectors::next).limit(QUERIES).toList();
    }

    /** What each query should find: in full precision and without an index; kept for the searches. */
    private void exact() throws SQLException {
        run("SET enable_indexscan = off");
        run("DROP TABLE IF EXISTS " + table("nearest"));
        run("CREATE TABLE " + table("nearest") + " (query integer PRIMARY KEY, ids integer[])");
        double[] times = new double[QUERIES];
        List<float[]> queries = queries();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT id FROM " + table("vector") + " ORDER BY embedding <=> ? LIMIT " + K);
                PreparedStatement keep = connection.prepareStatement("INSERT INTO " + table("nearest") + " VALUES (?, ?)")) {
            List<Set<Integer>> nearest = new ArrayList<>();
            for (int i = 0; i < QUERIES; i++) {
                statement.setObject(1, new PGvector(queries.get(i)));
                times[i] = millis(statement, nearest);
                keep.setInt(1, i);
                keep.setObject(2, nearest.get(i).toArray(Integer[]::new));
                keep.executeUpdate();
            }
        }
        report("search", "exact", "p50_ms", percentile(times, 50), "p95_ms", percentile(times, 95));
    }

    private void search(String type) throws SQLException {
        List<float[]> queries = queries();
        List<Set<Integer>> nearest = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ids FROM " + table("nearest") + " ORDER BY query")) {
            while (rows.next()) {
                nearest.add(Set.of((Integer[]) rows.getArray(1).getArray()));
            }
        }
        run("SET enable_seqscan = off");
        for (int ef : type.equals("bit") ? new int[] {40, 100, 200, 400, 800} : new int[] {20, 40, 100, 200, 400}) {
            run("SET hnsw.ef_search = " + ef);
            String sql = type.equals("bit")
                    ? "SELECT id FROM (SELECT id, embedding FROM " + table("halfvec")
                            + " ORDER BY binary_quantize(embedding)::bit(" + DIMENSION + ") <~> binary_quantize(?::halfvec)::bit("
                            + DIMENSION + ") LIMIT " + ef + ") near ORDER BY embedding <=> ? LIMIT " + K
                    : "SELECT id FROM " + table(type) + " ORDER BY embedding <=> ? LIMIT " + K;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                double[] times = new double[QUERIES];
                List<Set<Integer>> found = new ArrayList<>();
                for (int round = 0; round < 2; round++) { // the first warms up
                    found.clear();
                    for (int i = 0; i < QUERIES; i++) {
                        PGobject query = type.equals("vector") ? new PGvector(queries.get(i)) : new PGhalfvec(queries.get(i));
                        for (int p = 1; p <= sql.chars().filter(c -> c == '?').count(); p++) {
                            statement.setObject(p, query);
                        }
                        times[i] = millis(statement, found);
                    }
                }
                double hits = 0;
                for (int i = 0; i < QUERIES; i++) {
                    Set<Integer> common = new HashSet<>(nearest.get(i));
                    common.retainAll(found.get(i));
                    hits += common.size();
                }
                report("search", type, "ef_search", ef, "p50_ms", percentile(times, 50), "p95_ms", percentile(times, 95),
                        "recall", hits / (QUERIES * K));
            }
        }
    }

    // ------------------------------------------------------------- means

    private String table(String type) {
        return "bench_" + data + "_" + type;
    }

    private double copy(String table, Vectors vectors, int rows, int firstId) throws SQLException, IOException {
        long spent = 0;
        long start = System.nanoTime();
        CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN");
        for (int i = 0; i < rows; i++) {
            long before = System.nanoTime();
            float[] vector = vectors.next();
            spent += System.nanoTime() - before;
            byte[] line = (firstId + i + "\t" + new PGvector(vector).getValue() + "\n").getBytes(StandardCharsets.UTF_8);
            in.writeToCopy(line, 0, line.length);
        }
        in.endCopy();
        return (System.nanoTime() - start - spent) / 1e9;
    }

    private double batches(String table, String type, Vectors vectors, int rows, int firstId) throws SQLException {
        long spent = 0;
        long start = System.nanoTime();
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
            for (int i = 0; i < rows; i++) {
                long before = System.nanoTime();
                float[] vector = vectors.next();
                spent += System.nanoTime() - before;
                insert.setInt(1, firstId + i);
                insert.setObject(2, type.equals("vector") ? new PGvector(vector) : new PGhalfvec(vector));
                insert.addBatch();
                if (i % 500 == 499) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
        return (System.nanoTime() - start - spent) / 1e9;
    }

    private static double millis(PreparedStatement statement, List<Set<Integer>> into) throws SQLException {
        Set<Integer> ids = new HashSet<>();
        long start = System.nanoTime();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        double millis = (System.nanoTime() - start) / 1e6;
        into.add(ids);
        return millis;
    }

    private static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private double megabytes(String size) throws SQLException {
        return Double.parseDouble(queryOne("SELECT " + size)) / 1e6;
    }

    private String queryOne(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void report(String step, String type, Object... facts) {
        StringBuilder json = new StringBuilder(
                "{\"data\":\"" + data + "\",\"step\":\"" + step + "\",\"type\":\"" + type + "\"");
        for (int i = 0; i < facts.length; i += 2) {
            String value = facts[i + 1] instanceof Double number
                    ? String.format(Locale.ROOT, "%.3f", number)
                    : facts[i + 1] instanceof Integer ? facts[i + 1].toString() : "\"" + facts[i + 1] + "\"";
            json.append(",\"").append(facts[i]).append("\":").append(value);
        }
        System.out.println(json.append("}"));
    }
}

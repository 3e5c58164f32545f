package ai.magibu.spark.pgvector;

import ai.magibu.dev.postgres.DevPostgres;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Measures the rows per second of {@link PgVectorWriter} against plain binary COPY into an equal table, each on 4 connections, from the
 * same file: rows of a 768-dimensional vector, then once more into the full table. "Plain COPY" has Spark's rows, "COPY without Spark"
 * makes rows from memory. Run after {@code test-compile}, with the number of rows and of rounds:
 *
 * <pre>
 * ./mvnw -pl magibu-spark -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * cd magibu-spark
 * java -Xmx2g --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
 *     -cp "target/test-classes:target/classes:$(cat target/cp)" ai.magibu.spark.pgvector.PgVectorWriterBenchmark 100000 5
 * </pre>
 */
final class PgVectorWriterBenchmark {

    private static final int CONNECTIONS = 4;
    private static final int DIMENSIONS = 768;
    private static final int ROW = Short.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES + DIMENSIONS * Float.BYTES;
    private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private final DevPostgres postgres;
    private final Dataset<Row> rows;
    private final long count;

    private PgVectorWriterBenchmark(DevPostgres postgres, Dataset<Row> rows, long count) {
        this.postgres = postgres;
        this.rows = rows;
        this.count = count;
    }

    public static void main(String[] arguments) throws Exception {
        long count = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("vectors");
        SparkSession spark = SparkSession.builder().master("local[" + CONNECTIONS + "]").config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        try (DevPostgres postgres = DevPostgres.start(folder.resolve("database"), DevPostgres.Kind.NATIVE)) {
            StructType schema = new StructType().add("id", "long").add("embedding", DataTypes.createArrayType(DataTypes.FloatType));
            String file = folder.resolve("parquet").toString();
            spark.range(0, count, 1, CONNECTIONS)
                    .map((MapFunction<Long, Row>) id -> RowFactory.create(id, vector(id)), Encoders.row(schema)).write().parquet(file);
            Dataset<Row> rows = spark.read().parquet(file);
            new PgVectorWriterBenchmark(postgres, rows, count).run(rounds);
        } finally {
            spark.stop();
            JavaUtils.deleteRecursively(folder.toFile());
        }
    }

    private static float[] vector(long id) {
        Random random = new Random(id);
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian() / 28;
        }
        return vector;
    }

    private void run(int rounds) throws Exception {
        System.out.printf(Locale.ROOT, "%s, %d rows, %d partitions%n", postgres.description(), count, rows.rdd().getNumPartitions());
        execute("CREATE TABLE copied (id bigint PRIMARY KEY, embedding vector(768));"
                + " CREATE TABLE written (LIKE copied INCLUDING ALL)");
        List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round <= rounds; round++) {
            double[] once = {rate("copied", this::copyWithoutSpark), rate("copied", this::copy), rate("written", this::write)};
            System.out.printf(Locale.ROOT, "round %d: COPY without Spark %.0f, plain COPY %.0f, writer %.0f rows/s%n", round, once[0],
                    once[1],
                    once[2]);
            for (int i = 0; i < once.length && round > 0; i++) { // the first round warms up
                rates.get(i).add(once[i]);
            }
        }
        double[] medians = rates.stream().mapToDouble(some -> some.stream().sorted().toList().get(some.size() / 2)).toArray();
        System.out.printf(Locale.ROOT,
                "median: COPY without Spark %.0f, plain COPY %.0f, writer %.0f rows/s: %.0f %% and %.0f %% of them%n",
                medians[0], medians[1], medians[2], 100 * medians[2] / medians[0], 100 * medians[2] / medians[1]);
        String before = checksum();
        long start = System.nanoTime();
        write();
        System.out.printf(Locale.ROOT, "second run: %.0f rows/s; before %s, after %s; equal to plain COPY: %s%n",
                count * 1e9 / (System.nanoTime() - start), before, checksum(),
                query("SELECT count(*) FROM written JOIN copied USING (id, embedding)"));
    }

    private interface Load {
        void run() throws Exception;
    }

    private double rate(String table, Load load) throws Exception {
        execute("TRUNCATE " + table);
        execute("CHECKPOINT");
        long start = System.nanoTime();
        load.run();
        return count * 1e9 / (System.nanoTime() - start);
    }

    private Properties login() {
        Properties login = new Properties();
        login.setProperty("user", postgres.username());
        login.setProperty("password", postgres.password());
        return login;
    }

    private void write() {
        PgVectorWriter.to(postgres.url(), login()).table("written").key("id").connections(CONNECTIONS).write(rows);
    }

    private void copy() {
        PgLogin login = new PgLogin(postgres.url(), login());
        rows.coalesce(CONNECTIONS).foreachPartition((ForeachPartitionFunction<Row>) partition -> copy(login.connect(), partition));
    }

    private void copyWithoutSpark() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (long i = 0; i < CONNECTIONS; i++) {
            long first = i * count / CONNECTIONS;
            long end = (i + 1) * count / CONNECTIONS;
            tasks.add(() -> {
                float[][] some = LongStream.range(0, 500).mapToObj(PgVectorWriterBenchmark::vector).toArray(float[][]::new);
                copy(new PgLogin(postgres.url(), login()).connect(),
                        LongStream.range(first, end).mapToObj(id -> RowFactory.create(id, some[(int) (id % 500)])).iterator());
                return true;
            });
        }
        for (Future<Boolean> done : threads.invokeAll(tasks)) {
            done.get();
        }
        threads.shutdown();
    }

    private static void copy(Connection opened, Iterator<Row> rows) throws SQLException {
        try (Connection connection = opened) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY copied FROM STDIN (FORMAT binary)");
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20).put(HEADER);
            while (rows.hasNext()) {
                if (bytes.remaining() < ROW) {
                    copy.writeToCopy(bytes.array(), 0, bytes.position());
                    bytes.clear();
                }
                Row row = rows.next();
                bytes.putShort((short) 2).putInt(Long.BYTES).putLong(row.getLong(0));
                bytes.putInt(Integer.BYTES + DIMENSIONS * Float.BYTES).putShort((short) DIMENSIONS).putShort((short) 0);
                if (row.get(1) instanceof float[] vector) {
                    bytes.asFloatBuffer().put(vector);
                    bytes.position(bytes.position() + DIMENSIONS * Float.BYTES);
                } else {
                    List<Float> vector = row.getList(1);
                    vector.forEach(bytes::putFloat);
                }
            }
            copy.writeToCopy(bytes.array(), 0, bytes.position());
            copy.writeToCopy(new byte[] {-1, -1}, 0, 2);
            copy.endCopy();
        }
    }

    private String checksum() throws SQLException {
        return query("SELECT count(*) || ' rows, ' || count(DISTINCT id) || ' keys, ' || pg_size_pretty(pg_total_relation_size('written'))"
                + " || ', ' || md5(string_agg(md5(vector_send(embedding)), '' ORDER BY id)) FROM written");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}

package ai.magibu.spark.pgvector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Writes datasets into a table of PostgreSQL, with vectors in columns of the extension pgvector:
 *
 * <pre>{@code
 * Properties login = new Properties();
 * login.setProperty("user", "loader");
 * login.setProperty("password", password);
 * PgVectorWriter.to("jdbc:postgresql://db.example.com/rag", login).table("chunks").key("id").write(vectors);
 * }</pre>
 *
 * <p>Each column of the dataset goes into the table's column of the same name; the case of letters matters. To leave columns out,
 * {@code select} the others. Other columns of the table get their defaults, or stay as they are in a row that is present.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Spark</th><th>PostgreSQL</th></tr>
 * <tr><td>{@code array<float>}</td><td>{@code vector} or {@code halfvec}, rounded to nearest even</td></tr>
 * <tr><td>{@code string}</td><td>any type, by its text form; {@code text}, {@code varchar}, {@code uuid} and
 * {@code jsonb} are fastest</td></tr>
 * <tr><td>{@code boolean}, {@code binary}, numbers</td><td>{@code boolean}, {@code bytea}, numbers</td></tr>
 * <tr><td>{@code date}, {@code timestamp}, {@code timestamp_ntz}</td><td>{@code date}, {@code timestamptz}, {@code timestamp}; casts
 * between them use UTC</td></tr>
 * </table>
 *
 * <p>A null is written as {@code NULL}. Between two types, an explicit cast of PostgreSQL applies. A value that is too long for the
 * column fails.
 *
 * <p>The rows are written in transactions of at most 5,000 rows and about 16 MB, by a binary COPY into the table. If a row with the key
 * is present, or if a column has another type than above, they go into a temporary table first, and from there by the key, which takes
 * about twice as long. So a task that Spark repeats, or a job that runs twice, leaves each row once. A present row with the same key is
 * updated if a value differs. If several rows of the dataset have the same key, the last of a partition is kept, and with
 * {@link #keepExisting()} the first; among partitions, chance decides.
 *
 * <p>A job that fails keeps the transactions that were committed. Run it again to write the others.
 *
 * <p><b>Write the vectors to files first</b>, and read them for this job. The number of connections is the number of tasks of the whole
 * stage, so embedding in the same job would use as few tasks. Moreover, a failed task would embed its texts again:
 *
 * <pre>{@code
 * embedding.transform(passages).write().parquet("s3://bucket/vectors");
 * writer.write(spark.read().parquet("s3://bucket/vectors"));
 * }</pre>
 *
 * <p>A table without a vector index is loaded much faster: create the index after the load. PostgreSQL's JDBC driver must be on the class
 * path of the driver and the executors. Spark's streams can use the writer in {@code foreachBatch}. Not thread-safe.
 */
public final class PgVectorWriter {

    private final String url;
    private final Properties properties;
    private @Nullable String table;
    private List<String> key = List.of();
    private int connections = 4;
    private boolean keepExisting;

    private PgVectorWriter(String url, Properties properties) {
        this.url = Objects.requireNonNull(url, "url");
        this.properties = Objects.requireNonNull(properties, "properties");
    }

    /**
     * Returns a writer to a database. It is not used before {@link #write}.
     *
     * @param url the address that executors can reach, {@code jdbc:postgresql://host:port/database}
     * @param properties the properties of PostgreSQL's JDBC driver, such as {@code user}, {@code password} and {@code sslmode}. Spark
     *     sends them to the executors; they appear in no log or message
     */
    public static PgVectorWriter to(String url, Properties properties) {
        return new PgVectorWriter(url, properties);
    }

    /**
     * Sets the table, which must exist.
     *
     * @param newTable the name, with an optional schema: {@code chunks} or {@code app.chunks}. It is quoted, so the case of letters matters
     * @throws IllegalArgumentException if the name is not of this form
     */
    public PgVectorWriter table(String newTable) {
        this.table = PgName.table(newTable);
        return this;
    }

    /**
     * Sets the columns that identify a row. The table must have a primary key or a unique index of exactly these columns.
     *
     * @param newKey the names, in any order
     */
    public PgVectorWriter key(String... newKey) {
        this.key = List.of(newKey);
        return this;
    }

    /**
     * Sets the largest number of connections that are open at a time; default 4. The partitions of the dataset are coalesced to this
     * number. A dataset with fewer partitions uses fewer connections.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public PgVectorWriter connections(int newConnections) {
        if (newConnections < 1) {
            throw new IllegalArgumentException("connections: " + newConnections + " is less than 1");
        }
        this.connections = newConnections;
        return this;
    }

    /** Leaves a present row with the same key as it is, instead of updating it. */
    public PgVectorWriter keepExisting() {
        this.keepExisting = true;
        return this;
    }

    /**
     * Writes the rows of a dataset, in a job of Spark. Before the job, the driver checks the table and the columns, and rolls back an
     * insert without rows.
     *
     * <p>The failure of a task is the cause of Spark's {@code SparkException}, with the first and last key of the transaction's rows: a
     * {@link PgVectorException}, or an {@link IllegalArgumentException} for a vector of the wrong length.
     *
     * @throws IllegalArgumentException if the table, a column or the unique index is missing, or if a column has an unsupported type. The
     *     message says what to do
     * @throws IllegalStateException if the table or the key is not set, or PostgreSQL's JDBC driver is missing
     * @throws PgVectorException if the database cannot be reached, or rejects the insert
     */
    public void write(Dataset<Row> rows) {
        if (table == null || key.isEmpty()) {
            throw new IllegalStateException("The table or the key is not set. Call table(…) and key(…) before write(…).");
        }
        PgLogin.requireDriver();
        Map<String, ColumnType> types = types(rows.schema().fields());
        for (String column : key) {
            if (!types.containsKey(column)) {
                throw new IllegalArgumentException("key: the dataset has no column " + column + ", but " + types.keySet());
            }
        }
        PartitionWriter writer = new PgTarget(new PgLogin(url, properties), table, key, keepExisting).writer(types);
        projected(rows, List.copyOf(types.values())).coalesce(connections).foreachPartition(writer);
    }

    private static Map<String, ColumnType> types(StructField[] fields) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (StructField field : fields) {
            ColumnType type = ColumnType.of(field.dataType());
            if (type == null) {
                throw new IllegalArgumentException("column " + field.name() + ": the type " + field.dataType().simpleString()
                        + " is not supported; use " + ColumnType.remedy(field.dataType(), field.name()) + ", or leave the column out");
            }
            if (types.put(field.name(), type) != null) {
                throw new IllegalArgumentException("column " + field.name() + ": two columns have this name; rename or drop one");
            }
        }
        return types;
    }

    /** Positions instead of names, because an expression with the names would have to quote them. */
    private static Dataset<Row> projected(Dataset<Row> rows, List<ColumnType> types) {
        String[] names = IntStream.range(0, types.size()).mapToObj(i -> "c" + i).toArray(String[]::new);
        String[] values = IntStream.range(0, types.size()).mapToObj(i -> types.get(i).projected(names[i])).toArray(String[]::new);
        return rows.toDF(names).selectExpr(values);
    }
}

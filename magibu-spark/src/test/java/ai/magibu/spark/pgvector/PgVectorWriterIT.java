package ai.magibu.spark.pgvector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.dev.postgres.DevPostgres;
import ai.magibu.spark.LocalSpark;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgVectorWriterIT {

    private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);
    private static final StructType CHUNK = new StructType().add("id", "long").add("text", "string").add("embedding", FLOATS);

    private static DevPostgres postgres;
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        postgres = DevPostgres.temporary();
        spark = LocalSpark.session().newSession();
        spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP EXTENSION IF EXISTS vector; CREATE EXTENSION vector;"
                + " CREATE TABLE chunks (id bigint PRIMARY KEY, text text, embedding vector(3), note text DEFAULT 'new')");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows as text, with times in UTC. */
    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.dataSource().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }

    private static Properties login() {
        Properties login = new Properties();
        login.setProperty("user", postgres.username());
        login.setProperty("password", postgres.password());
        return login;
    }

    /** PGlite runs one transaction at a time. */
    private static PgVectorWriter writer() {
        return PgVectorWriter.to(postgres.url(), login()).table("chunks").key("id")
                .connections(postgres.kind() == DevPostgres.Kind.PGLITE ? 1 : 4);
    }

    private static Dataset<Row> dataset(StructType schema, Row... rows) {
        return spark.createDataFrame(List.of(rows), schema).coalesce(1);
    }

    private static Row chunk(long id, String text, float... embedding) {
        return RowFactory.create(id, text, embedding);
    }

    private static Dataset<Row> chunks(Row... rows) {
        return dataset(CHUNK, rows);
    }

    private static Dataset<Row> column(String name, DataType type) {
        return dataset(new StructType().add("id", "long").add(name, type));
    }

    private static List<String> stored() throws SQLException {
        return query("SELECT chunks::text FROM chunks ORDER BY id");
    }

    @Test
    void columnsOfAllTypes_areWritten_andNulls() throws SQLException {
        execute("CREATE TABLE everything (id bigint PRIMARY KEY, yes boolean, tiny smallint, small smallint, middle integer, one real,"
                + " two double precision, price numeric(12,3), text text, code varchar(5), key uuid, meta jsonb, raw bytea, day date,"
                + " old date, at timestamptz, local timestamp, embedding vector(3), half halfvec(3))");
        StructType schema = new StructType().add("id", "long").add("yes", "boolean").add("tiny", "byte").add("small", "short")
                .add("middle", "integer").add("one", "float").add("two", "double").add("price", "decimal(20,5)").add("text", "string")
                .add("code", "string").add("key", "string").add("meta", "string").add("raw", "binary").add("day", "date").add("old", "date")
                .add("at", "timestamp").add("local", "timestamp_ntz").add("embedding", FLOATS).add("half", FLOATS);
        Object[] nulls = new Object[schema.size()];
        nulls[0] = Long.MIN_VALUE;
        Dataset<Row> rows = dataset(schema, RowFactory.create(nulls),
                RowFactory.create(Long.MAX_VALUE, true, Byte.MIN_VALUE, Short.MIN_VALUE, Integer.MIN_VALUE, 0.1f, 1e-300,
                        new BigDecimal("-123456.78949"), "Iğdır 🦋 \"\\", "ÇĞŞ", "0A8EF9D5-6F3B-4F5A-9C39-7D4A1B0C0D11",
                        "{\"dil\": \"tr\"}", "ş\0".getBytes(StandardCharsets.UTF_8), LocalDate.of(2026, 3, 8), LocalDate.of(1200, 2, 29),
                        Instant.parse("2026-03-08T06:30:00.123456Z"), LocalDateTime.parse("1969-03-08T02:30:00.000001"),
                        new float[] {1, -0.5f, 1e-20f}, new float[] {65_504, -1 / 3f, 1e-7f}));

        String[] expected = {
                "(" + Long.MIN_VALUE + ",".repeat(schema.size() - 1) + ")",
                "(9223372036854775807,t,-128,-32768,-2147483648,0.1,1e-300,-123456.789,\"Iğdır 🦋 \"\"\\\\\",ÇĞŞ,"
                        + "0a8ef9d5-6f3b-4f5a-9c39-7d4a1b0c0d11,\"{\"\"dil\"\": \"\"tr\"\"}\",\"\\\\xc59f00\",2026-03-08,1200-02-29,"
                        + "\"2026-03-08 06:30:00.123456+00\",\"1969-03-08 02:30:00.000001\",\"[1,-0.5,1e-20]\","
                        + "\"[65504,-0.33325195,1.1920929e-07]\")"};
        writer().table("everything").write(rows);
        assertThat(query("SELECT e::text FROM everything e ORDER BY id")).containsExactly(expected);

        execute("DELETE FROM everything WHERE id > 0"); // the key of the other row is present, so both are merged
        writer().table("everything").write(rows);
        assertThat(query("SELECT e::text FROM everything e ORDER BY id")).containsExactly(expected);
    }

    @Test
    void casts_followThoseOfPostgres_inUtc() throws SQLException {
        execute("CREATE TABLE cast_values (id text PRIMARY KEY, at timestamp, local timestamptz, day text, number numeric, flag text)");
        StructType schema = new StructType().add("id", "integer").add("at", "timestamp").add("local", "timestamp_ntz").add("day", "date")
                .add("number", "float").add("flag", "boolean");
        writer().table("public.cast_values").write(dataset(schema, RowFactory.create(7, Instant.parse("2026-07-01T23:59:59Z"),
                LocalDateTime.parse("2026-07-01T23:59:59"), LocalDate.of(2026, 7, 1), 0.5f, true)));
        assertThat(query("SELECT c::text FROM cast_values c"))
                .containsExactly("(7,\"2026-07-01 23:59:59\",\"2026-07-01 23:59:59+00\",2026-07-01,0.5,true)");
    }

    @Test
    void halves_areThoseOfPgvector() throws SQLException {
        execute("ALTER TABLE chunks ADD COLUMN half halfvec, ALTER COLUMN embedding TYPE vector");
        Random random = new Random(17);
        Row[] rows = IntStream.range(0, 2_000).mapToObj(id -> {
            float[] vector = new float[1 + id % 40];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian() * (i % 2 == 0 ? 1 : 1e-5f);
            }
            return RowFactory.create((long) id, vector, vector);
        }).toArray(Row[]::new);
        writer().write(dataset(new StructType().add("id", "long").add("embedding", FLOATS).add("half", FLOATS), rows));
        assertThat(query("SELECT count(*) FROM chunks WHERE half = embedding::halfvec")).containsExactly("2000");
    }

    @Test
    void secondRun_leavesEqualRowsUntouched_andUpdatesOthers() throws SQLException {
        writer().write(chunks(chunk(1, "bir", 1, 2, 3), chunk(2, null, 1, 2, 3), chunk(3, "üç")).withColumn("embedding",
                org.apache.spark.sql.functions.expr("nullif(embedding, array())")));
        execute("UPDATE chunks SET note = 'kept'");
        List<String> versions = query("SELECT ctid::text FROM chunks ORDER BY id");

        writer().write(chunks(chunk(1, "bir", 1, 2, 3), chunk(2, "iki", 1, 2, 3), chunk(4, "dört", 4, 4, 4)));

        assertThat(stored()).containsExactly("(1,bir,\"[1,2,3]\",kept)", "(2,iki,\"[1,2,3]\",kept)", "(3,üç,,kept)",
                "(4,dört,\"[4,4,4]\",new)");
        assertThat(query("SELECT ctid::text FROM chunks WHERE id IN (1, 3) ORDER BY id")).containsExactly(versions.get(0), versions.get(2));
    }

    @Test
    void existingRows_areKept_ifRequested() throws SQLException {
        writer().write(chunks(chunk(1, "old", 1, 2, 3)));
        writer().keepExisting().write(chunks(chunk(1, "new", 0, 0, 0), chunk(2, "first", 2, 2, 2), chunk(2, "second", 2, 2, 2)));
        assertThat(stored()).containsExactly("(1,old,\"[1,2,3]\",new)", "(2,first,\"[2,2,2]\",new)");
    }

    @Test
    void ofRowsWithTheSameKey_theLastIsWritten() throws SQLException {
        writer().write(chunks(chunk(1, "first", 1, 1, 1), chunk(1, "second", 2, 2, 2)));
        assertThat(stored()).containsExactly("(1,second,\"[2,2,2]\",new)");
        StructType strings = new StructType().add("id", "string").add("text", "string");
        writer().write(dataset(strings, RowFactory.create("01", "third"), RowFactory.create("1", "fourth")));
        assertThat(stored()).containsExactly("(1,fourth,\"[2,2,2]\",new)");
    }

    @Test
    void keyOfSeveralColumns_mayBeAllColumns() throws SQLException {
        execute("CREATE TABLE parts (document text, part integer, UNIQUE (part, document))");
        StructType schema = new StructType().add("document", "string").add("part", "integer");
        Dataset<Row> rows = dataset(schema, RowFactory.create("a", 1), RowFactory.create("a", 2), RowFactory.create("a", 1));
        writer().table("parts").key("document", "part").write(rows);
        assertThat(query("SELECT p::text FROM parts p ORDER BY part")).containsExactly("(a,1)", "(a,2)");
    }

    @Test
    void namesMayHaveAnyCharacters() throws SQLException {
        execute("DROP SCHEMA IF EXISTS \"Özel \"\"şema\"\"\" CASCADE; CREATE SCHEMA \"Özel \"\"şema\"\"\"; CREATE TABLE"
                + " \"Özel \"\"şema\"\"\".\"select\" (\"a.b\" bigint PRIMARY KEY, \"say\"\"ı?\" text, \"`{fn}$1\" integer)");
        StructType schema = new StructType().add("a.b", "long").add("say\"ı?", "string").add("`{fn}$1", "integer");
        writer().table("Özel \"şema\".select").key("a.b").write(dataset(schema, RowFactory.create(1L, "x", 2)));
        writer().table("Özel \"şema\".select").key("a.b").write(dataset(schema, RowFactory.create(1L, "y", 3)));
        assertThat(query("SELECT s::text FROM \"Özel \"\"şema\"\"\".\"select\" s")).containsExactly("(1,y,3)");
    }

    @Test
    void tableMayHaveTheTemporaryTablesName_andPgvectorAnySchema() throws SQLException {
        execute("DROP SCHEMA IF EXISTS extensions CASCADE; CREATE SCHEMA extensions; DROP EXTENSION vector CASCADE;"
                + " CREATE EXTENSION vector SCHEMA extensions;"
                + " CREATE TABLE magibu_incoming (id integer PRIMARY KEY, embedding extensions.vector(2))");
        StructType schema = new StructType().add("id", "integer").add("embedding", FLOATS);
        writer().table("magibu_incoming").write(dataset(schema, RowFactory.create(1, new float[] {1, 2})));
        assertThat(query("SELECT m::text FROM magibu_incoming m")).containsExactly("(1,\"[1,2]\")");
    }

    @Test
    void viewMayBeTheTarget() throws SQLException {
        execute("CREATE VIEW texts AS SELECT id, text FROM chunks");
        writer().table("texts").write(chunks(chunk(1, "bir")).drop("embedding"));
        assertThat(stored()).containsExactly("(1,bir,,new)");
    }

    @Test
    void uuidMayHaveAnyFormOfPostgres() throws SQLException {
        execute("CREATE TABLE keys (id uuid PRIMARY KEY)");
        StructType schema = new StructType().add("id", "string");
        writer().table("keys").write(dataset(schema, RowFactory.create("{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}"),
                RowFactory.create("b0eebc999c0b4ef8bb6d6bb9bd380a11")));
        assertThat(query("SELECT id FROM keys ORDER BY id")).containsExactly("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThatExceptionOfType(SparkException.class)
                .isThrownBy(() -> writer().table("keys").write(dataset(schema, RowFactory.create("17")))).havingCause()
                .withMessage("column id, row with id 17: \"17\" is not a UUID");
    }

    /** In partitions that have the same keys in different orders. */
    @Test
    void connectionsThatWriteTheSameRows_doNotBlockEachOther() throws SQLException {
        Dataset<Row> rows = spark.range(0, 80_000, 1, 4).selectExpr("id * 7919 * (1 + div(id, 20000)) % 20000 AS id", "string(id) AS text");
        assertThat(rows.rdd().getNumPartitions()).isEqualTo(4);
        writer().write(rows);
        assertThat(query("SELECT count(*) FROM chunks")).containsExactly("20000");
    }

    private static Dataset<Row> numbers(long end) {
        return spark.range(0, 12_000, 1, 1).map((MapFunction<Long, Long>) id -> {
            if (id == end) {
                throw new IllegalStateException("a failure amid the rows");
            }
            return id;
        }, Encoders.LONG()).toDF("id");
    }

    @Test
    void taskThatFails_leavesWholeTransactions_andTheNextAttemptWritesTheRest() throws SQLException {
        assertThatExceptionOfType(SparkException.class).isThrownBy(() -> writer().write(numbers(11_000)))
                .withMessageContaining("a failure amid the rows");
        assertThat(query("SELECT count(*) FROM chunks"))
                .containsExactly(String.valueOf(PartitionWriter.FIRST_ROWS + 2 * PartitionWriter.ROWS));
        writer().write(numbers(-1));
        assertThat(query("SELECT count(*) FROM chunks")).containsExactly("12000");
    }

    @Test
    void connectionServesAPartition_andIsReplacedWhenLost() throws SQLException {
        try (Session session = new Session(new PgLogin(postgres.url(), login()))) {
            Connection first = session.connection();
            assertThat(session.connection()).isSameAs(first);
            first.abort(Runnable::run);
            assertThat(session.connection()).isNotSameAs(first);
            assertThat(session.connection().isClosed()).isFalse();
        }
    }

    @Test
    void transactionsAreLimitedInBytes() throws SQLException {
        writer().write(spark.range(0, 20, 1, 1).selectExpr("id", "repeat('ş', 500000) AS text"));
        assertThat(query("SELECT count(*) FROM chunks GROUP BY xmin::text ORDER BY 1")).containsExactly("3", "17");
        assertThat(query("SELECT DISTINCT length(text) FROM chunks")).containsExactly("500000");
    }

    @Test
    void vectorOfTheWrongLength_isNamedWithItsKey() {
        assertThatExceptionOfType(SparkException.class).isThrownBy(() -> writer().write(chunks(chunk(1, "", 1, 2, 3), chunk(2, "", 1, 2))))
                .havingCause().isInstanceOf(IllegalArgumentException.class)
                .withMessage("column embedding, row with id 2: the vector has 2 dimensions, but the table's column 3");
        Row withNull = RowFactory.create(3L, "", Arrays.asList(1f, null, 1f));
        assertThatExceptionOfType(SparkException.class)
                .isThrownBy(() -> writer().write(spark.createDataFrame(Collections.singletonList(withNull), CHUNK)))
                .havingCause().isInstanceOf(IllegalArgumentException.class).withMessageContaining("row with id 3")
                .withMessageContaining("null");
    }

    @Test
    void rowsThatPostgresRejects_haveItsMessage_andNoneOfTheTransactionIsWritten() throws SQLException {
        execute("ALTER TABLE chunks ALTER COLUMN text SET NOT NULL");
        assertRejected(chunks(chunk(5, "", 1, 2, 3), chunk(6, "", 1, Float.NaN, 3)), "2 rows from id 5 to id 6", "NaN not allowed");
        assertRejected(chunks(chunk(7, "", 1, 2, 3), chunk(8, null, 1, 2, 3)), "from id 7 to id 8", "not-null constraint");
        assertRejected(chunks(chunk(9, "a\0b", 1, 2, 3)), "from id 9", "0x00");
        assertThat(stored()).isEmpty();
    }

    private static void assertRejected(Dataset<Row> rows, String place, String message) {
        assertThatExceptionOfType(SparkException.class).isThrownBy(() -> writer().write(rows)).havingCause()
                .isInstanceOf(PgVectorException.class).withMessageContaining(place).withMessageContaining(message)
                .withCauseInstanceOf(SQLException.class);
    }

    @Test
    void missingTable_isNamedWithAStatementThatCreatesIt() throws SQLException {
        execute("DROP TABLE chunks");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(chunks()))
                .withMessage(
                        "table: \"chunks\" does not exist; create it: CREATE TABLE \"chunks\" (\"id\" bigint, \"text\" text, \"embedding\""
                                + " vector(768), PRIMARY KEY (\"id\")), with your vectors' dimensions in place of 768");
        execute("CREATE TABLE \"chunks\" (\"id\" bigint, \"text\" text, \"embedding\" vector(768), PRIMARY KEY (\"id\"))");
        writer().write(chunks());
    }

    @Test
    void missingColumns_areNamed() throws SQLException {
        Dataset<Row> rows = chunks().withColumnRenamed("text", "Text").selectExpr("*", "current_date() AS day");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(rows))
                .withMessage("table public.chunks has the columns [id, text, embedding, note], but not [Text, day]; drop or rename these"
                        + " columns of the dataset, or run ALTER TABLE public.chunks ADD COLUMN \"Text\" text, ADD COLUMN \"day\" date");
        execute("ALTER TABLE public.chunks ADD COLUMN \"Text\" text, ADD COLUMN \"day\" date");
        writer().write(rows);
    }

    @Test
    void missingUniqueIndex_isNamed() throws SQLException {
        execute("ALTER TABLE chunks DROP CONSTRAINT chunks_pkey");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(chunks()))
                .withMessage("key: table public.chunks has no primary key or unique index of exactly [id]; create it: "
                        + "CREATE UNIQUE INDEX ON public.chunks (\"id\")");
        execute("CREATE UNIQUE INDEX ON public.chunks (\"id\")");
        writer().write(chunks());
    }

    @Test
    void unsupportedType_isNamedWithARemedy() {
        assertUnsupported(DataTypes.DoubleType, "array<double>", "cast(x as array<float>)");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(column("x", SQLDataTypes.VectorType())))
                .withMessageContaining("column x: the type vector").withMessageContaining("vector_to_array(x, \"float32\")");
        assertUnsupported(DataTypes.StringType, "array<string>", "to_json(x)");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(column("x", DataTypes.CalendarIntervalType)))
                .withMessageContaining("cast(x as string)");
    }

    private static void assertUnsupported(DataType element, String type, String remedy) {
        DataType array = DataTypes.createArrayType(element);
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(column("x", array)))
                .withMessage("column x: the type " + type + " is not supported; use " + remedy + ", or leave the column out");
    }

    @Test
    void columnOfAnotherType_isRejectedBeforeTheJob() throws SQLException {
        execute("ALTER TABLE chunks ADD COLUMN reals real[]");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(column("reals", FLOATS)))
                .withMessageContaining("column reals").withMessageContaining("vector or halfvec").withMessageContaining("real[]");
        assertThatExceptionOfType(PgVectorException.class).isThrownBy(() -> writer().write(column("embedding", DataTypes.DateType)))
                .withMessageContaining("cannot cast type date to vector");
    }

    @Test
    void wrongUse_isRejected() {
        assertThatIllegalStateException().isThrownBy(() -> PgVectorWriter.to(postgres.url(), login()).table("chunks").write(chunks()))
                .withMessageContaining("key");
        assertThatIllegalStateException().isThrownBy(() -> PgVectorWriter.to(postgres.url(), login()).key("id").write(chunks()))
                .withMessageContaining("table");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().key("ID").write(chunks()))
                .withMessage("key: the dataset has no column ID, but [id, text, embedding]");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().connections(0)).withMessageContaining("connections");
        assertThatIllegalArgumentException().isThrownBy(() -> writer().write(chunks().selectExpr("*", "1 AS id")))
                .withMessageContaining("column id").withMessageContaining("rename");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "a.", ".a"})
    void invalidTable_isRejected(String table) {
        assertThatIllegalArgumentException().isThrownBy(() -> writer().table(table)).withMessageContaining("table:");
    }

    @Test
    void unreachableDatabase_isNamed_withoutSecrets() {
        Properties login = login();
        login.setProperty("password", "Gizli1");
        PgVectorWriter writer = PgVectorWriter.to(postgres.url(), login).table("chunks").key("id");
        assertThatExceptionOfType(PgVectorException.class).isThrownBy(() -> writer.write(chunks()))
                .withMessageStartingWith("no connection to jdbc:postgresql://").withMessageNotContaining("Gizli1");
        assertThat(writer.toString()).doesNotContain("Gizli1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PgVectorWriter.to("jdbc:mysql://db/x?password=Gizli2", login).table("chunks").key("id").write(chunks()))
                .withMessageContaining("\"jdbc:mysql://db/x\" is not an address of PostgreSQL").withMessageNotContaining("Gizli2");
    }
}

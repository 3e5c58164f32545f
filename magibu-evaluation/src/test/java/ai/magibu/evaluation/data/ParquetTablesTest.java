package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import ai.magibu.evaluation.api.EvaluationException;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTablesTest {

    @TempDir
    Path folder;

    private Table table(String name, String rows, String options) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (" + rows + ") TO '" + file + "' (FORMAT parquet" + options + ")");
        }
        return new Table(List.of(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "gzip", "uncompressed"})
    void valuesKeepTheirTypes(String compression) throws SQLException {
        Table table = table("a.parquet",
                "SELECT 'çay' AS text, 0.1::FLOAT AS f, 2.5::DOUBLE AS d, 3::BIGINT AS i, 4::TINYINT AS t, 1.25::DECIMAL(4, 2) AS p, "
                        + "['x', 'ş'] AS texts, [1, 0] AS labels, {'text': ['a', 'b'], 'answer_start': [1, 2]} AS answers, NULL AS nothing",
                ", COMPRESSION " + compression);

        table.forEach(row -> {
            assertThat(row.text("text")).isEqualTo("çay");
            assertThat(row.number("f")).isEqualTo(0.1f);
            assertThat(row.number("d")).isEqualTo(2.5);
            assertThat(row.number("p")).isEqualTo(1.25);
            assertThat(row.label("i")).isEqualTo(3L);
            assertThat(row.id("t")).isEqualTo("4");
            assertThat(row.texts("texts")).containsExactly("x", "ş");
            assertThat(row.labels("labels")).containsExactly(1L, 0L);
            assertThat(row.nestedList("answers", "text")).hasToString("[a, b]");
            assertThat(row.optionalText("nothing")).isEmpty();
            assertThat(row.number()).isEqualTo(1);
        });
    }

    @Test
    void rowsKeepTheirOrder() throws SQLException {
        assertThat(table("a.parquet", "SELECT (i * 7919) % 300000 AS i FROM range(300000) t(i)", ", ROW_GROUP_SIZE 20000")
                .map(row -> row.label("i")))
                .startsWith(0L, 7919L, 15838L).hasSize(300_000).satisfies(all -> {
                    for (int i = 0; i < all.size(); i++) {
                        assertThat(all.get(i)).isEqualTo(i * 7919L % 300_000);
                    }
                });
    }

    @Test
    void fileNameIsNotAPattern() throws SQLException {
        table("a1.parquet", "SELECT 1 AS i", "");
        assertThat(table("a[12].parquet", "SELECT 2 AS i", "").map(row -> row.label("i"))).containsExactly(2L);
    }

    @Test
    void notANumberAndNullAreReportedWithTheirRow() throws SQLException {
        Table table = table("a.parquet", "SELECT * FROM (VALUES (1.0::DOUBLE, 'a'), ('NaN'::DOUBLE, NULL)) t(score, text)", "");

        assertThatThrownBy(() -> table.map(row -> row.number("score"))).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a.parquet, row 2, column \"score\": NaN is not a finite number");
        assertThatThrownBy(() -> table.map(row -> row.text("text"))).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a.parquet, row 2, column \"text\": the value is null");
    }

    @Test
    void tableWithoutRowsIsAnError() throws SQLException {
        Table table = table("a.parquet", "SELECT 1 AS i WHERE false", "");
        assertThatThrownBy(() -> table.map(row -> row)).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a.parquet: there are no rows");
    }

    @Test
    void truncatedFileIsReported() throws SQLException, IOException {
        Table table = table("a.parquet", "SELECT i, 'text ' || i AS t FROM range(1000) t(i)", "");
        byte[] whole = Files.readAllBytes(folder.resolve("a.parquet"));
        for (int length : new int[] {0, 4, whole.length / 2, whole.length - 1}) {
            Files.write(folder.resolve("a.parquet"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> table.map(row -> row)).isInstanceOf(EvaluationException.class)
                    .hasMessageContainingAll("a.parquet, row 1: DuckDB cannot read the file",
                            "Is it complete? Delete it and download it again.");
        }
    }

    @Test
    void damagedPageIsReported() throws SQLException, IOException {
        Table table = table("a.parquet", "SELECT i, 'text ' || i AS t FROM range(1000) t(i)", "");
        byte[] bytes = Files.readAllBytes(folder.resolve("a.parquet"));
        Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0xA5);
        Files.write(folder.resolve("a.parquet"), bytes);

        assertThatThrownBy(() -> table.map(row -> row)).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("a.parquet, row 1: DuckDB cannot read the file");
    }

    @Test
    void missingDuckDbIsNamed() throws ReflectiveOperationException {
        String jar = DuckDBDriver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        String version = jar.replaceAll(".*/duckdb_jdbc-(.+)\\.jar", "$1");
        URL[] classes = {
                ParquetTables.class.getProtectionDomain().getCodeSource().getLocation(),
                EvaluationException.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader withoutDuckDb = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            var read = withoutDuckDb.loadClass(ParquetTables.class.getName()).getDeclaredMethod("read", Path.class, Consumer.class);
            read.setAccessible(true);
            assertThatThrownBy(() -> read.invoke(null, folder.resolve("a.parquet"), null)).cause()
                    .hasMessageContainingAll("a.parquet: ", "org.duckdb:duckdb_jdbc:" + version, "magibu-cli.jar");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

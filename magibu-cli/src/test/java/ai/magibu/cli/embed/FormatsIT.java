package ai.magibu.cli.embed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats of {@code embed}: the same texts give the same vectors in each. */
class FormatsIT {

    private static final String JSONL = """
            {"id":"7","text":"Bugün hava çok güzel.","title":"Hava"}
            {"id":"a","text":"Yarın, belki, kar yağacak."}
            {"id":"9","text":"İki\\nsatır"}
            """;
    private static final String CSV = """
            text,id,title
            Bugün hava çok güzel.,7,Hava
            "Yarın, belki, kar yağacak.",a,
            "İki
            satır",9,
            """;

    @TempDir
    private Path folder;

    private Cli.Result embed(Path in, Path out, String... options) {
        return Cli.run(Stream.concat(
                Stream.of("embed", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--device", "cpu", "--dimensions", "4", "--prompt",
                        "document",
                        "--input", in.toString(), "--output", out.toString()),
                Arrays.stream(options)).toArray(String[]::new));
    }

    private String embedded(Path in, String... options) {
        Cli.Result result = embed(in, Path.of("-"), options);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void tablesGiveWhatJsonLinesGive() throws IOException {
        String expected = embedded(file("in.jsonl", JSONL));
        assertThat(expected.lines()).hasSize(3);
        assertThat(embedded(file("in.csv", CSV))).isEqualTo(expected);
        assertThat(embedded(file("in.tsv", CSV.replace("Yarın, belki, kar", "X").replace(',', '\t').replace("X", "Yarın, belki, kar"))))
                .isEqualTo(expected);
        assertThat(embedded(file("in.data", CSV), "--input-format", "csv")).isEqualTo(expected);
        Path compressed = folder.resolve("in.CSV.GZ");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(embedded(compressed)).isEqualTo(expected);
    }

    @Test
    void plainLinesHaveNoIds() throws IOException {
        assertThat(embedded(file("in.txt", "bir\niki\n")))
                .isEqualTo(embedded(file("in.jsonl", "{\"text\":\"bir\"}\n{\"text\":\"iki\"}\n")));
    }

    @Test
    void tableIsReadFromStdinToStdout() {
        Cli.Result result = new Cli().in(CSV).execute("embed", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--prompt", "document",
                "--input-format", "csv");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(3).first().asString().startsWith("{\"id\":\"7\",");
    }

    @Test
    void badRecordsOfATableAreListedWithTheirFirstLine() throws IOException {
        Path list = folder.resolve("bad.jsonl");
        Path in = file("in.csv", "id,text\n1,\"a\nb\"\n2\n3,\"c\"d\n4,e\n");
        Cli.Result result = embed(in, folder.resolve("out.jsonl"), "--skip-bad", list.toString());
        assertThat(result.status()).isZero();
        assertThat(Files.readAllLines(list)).extracting(line -> line.substring(0, line.indexOf(','))).containsExactly(
                "{\"line\":4", "{\"line\":5");
        assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).hasSize(2);
    }

    @Test
    void missingColumnIsAMistakeInTheOptions() throws IOException {
        Cli.Result result = embed(file("in.csv", "id,body\n1,a\n"), Path.of("-"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("in.csv: no column \"text\"; the columns are \"id\", \"body\"");
        assertThat(embedded(file("in.csv", "id,body\n1,a\n"), "--text-column", "body")).startsWith("{\"id\":\"1\",");
    }

    @Test
    void cutOffCompressedFileLeavesTheTextsBefore() throws IOException {
        Path whole = folder.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write("{\"text\":\"a\"}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path in = Files.write(folder.resolve("in.jsonl.gz"), Arrays.copyOf(bytes, bytes.length / 50));
        Path out = folder.resolve("out.jsonl");

        Cli.Result result = embed(in, out);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("magibu: cannot read " + in + ": its gzip data is damaged or incomplete");
        assertThat(Files.readAllLines(out)).isNotEmpty();
    }

    // Parquet

    private Path parquet(String name, String select) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
        }
        return file;
    }

    @Test
    void parquetGivesWhatJsonLinesGive() throws Exception {
        Path in = parquet("in [1].parquet",
                "SELECT * FROM (VALUES ('7', 'Hava', 'Bugün hava çok güzel.'), ('a', NULL, 'Yarın, belki, kar yağacak.'), "
                        + "('9', '', E'İki\\nsatır')) t(id, title, text)");
        assertThat(embedded(in)).isEqualTo(embedded(file("in.jsonl", JSONL)));
    }

    @Test
    void idsOfParquetAreNumbersOrStrings() throws Exception {
        String text = "'a' AS text FROM range(2) t(i)";
        assertThat(embedded(parquet("a.parquet", "SELECT i::UTINYINT AS id, " + text)).lines()).last().asString().startsWith("{\"id\":1,");
        assertThat(embedded(parquet("b.parquet", "SELECT (i + 0.5)::DECIMAL(9,2) AS id, " + text)).lines()).last().asString()
                .startsWith("{\"id\":1.50,");
        assertThat(embedded(parquet("c.parquet", "SELECT 'x\"' || i AS id, " + text)).lines()).last().asString()
                .startsWith("{\"id\":\"x\\\"1\",");
        assertThat(embedded(parquet("d.parquet", "SELECT " + text)).lines()).last().asString().startsWith("{\"embedding\":");
        assertThat(embed(parquet("e.parquet", "SELECT DATE '2026-01-01' AS id, " + text), Path.of("-")).err())
                .contains("the column \"id\" has the type DATE; expected strings or whole numbers");
    }

    @Test
    void namesOfFoldersAreNotColumns() throws Exception {
        Files.createDirectory(folder.resolve("text=other"));
        Path in = parquet("text=other/in.parquet", "SELECT 'metin' AS text");
        assertThat(embedded(in)).isEqualTo(embedded(file("in.txt", "metin\n")));
    }

    @Test
    void nullIsABadRow() throws Exception {
        Path in = parquet("in.parquet", "SELECT CASE WHEN i <> 3 THEN 'metin ' || i END AS text FROM range(6) t(i)");
        Cli.Result result = embed(in, Path.of("-"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).isEqualTo(Cli.line("row 4: no text: it is null"));
        assertThat(result.lines()).hasSize(3);
        Path list = folder.resolve("bad.jsonl");
        assertThat(embed(in, Path.of("-"), "--skip-bad", list.toString()).lines()).hasSize(5);
        assertThat(list).hasContent("{\"line\":4,\"reason\":\"no text: it is null\"}");
    }

    @Test
    void damagedParquetIsOneLine() throws Exception {
        Cli.Result result = embed(file("in.parquet", "PAR1 oops"), Path.of("-"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().startsWith("magibu: cannot read ").contains("in.parquet: DuckDB fails");
        assertThat(embed(folder.resolve("none.parquet"), Path.of("-")).err()).contains("none.parquet");
    }

    // outputs

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : " ").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    @Test
    void parquetHasTheRowsOfTheJsonLines() throws Exception {
        Path in = file("in.jsonl", JSONL);
        Path lines = folder.resolve("out.jsonl");
        Path parquet = folder.resolve("out'.parquet");
        assertThat(embed(in, lines).status()).isZero();
        Cli.Result result = embed(in, parquet);
        assertThat(result.status()).as(result.err()).isZero();

        assertThat(query("SELECT p.id, p.tokens = l.tokens AND p.truncated = l.truncated FROM read_json('" + lines
                + "', format = 'newline_delimited') l JOIN '"
                + parquet.toString().replace("'", "''") + "' p ON p.id = l.id::VARCHAR AND p.embedding = l.embedding::FLOAT[]"))
                .containsExactlyInAnyOrder("7 true", "a true", "9 true");
        assertThat(folder).isDirectoryNotContaining("glob:**.part*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1    | 22                   | BIGINT 1, BIGINT 22
            1    | null                 | BIGINT 1, BIGINT null
            1    | "22"                 | VARCHAR 1, VARCHAR 22
            1.50 | "a\\"b"              | VARCHAR 1.5, VARCHAR a"b
            1    | 99999999999999999999 | VARCHAR 1, VARCHAR 99999999999999999999
            """)
    void idsOfParquetAreNumbersIfAllAre(String first, String second, String expected) throws Exception {
        Path out = folder.resolve("out.parquet");
        assertThat(embed(file("in.jsonl", "{\"text\":\"a\",\"id\":" + first + "}\n{\"text\":\"b\",\"id\":" + second + "}\n"), out).status())
                .isZero();
        assertThat(query("SELECT typeof(id), id FROM '" + out + "'")).containsExactly(expected.split(", "));
    }

    @Test
    void idThatParquetCannotStoreIsReportedAtOnce() throws Exception {
        String lines = "{\"text\":\"a\",\"id\":\"\\ud83d\\ude00\"}\n{\"text\":\"b\",\"id\":\"\\ud83d\"}\n";
        Cli.Result result = embed(file("in.jsonl", lines), folder.resolve("out.parquet"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("the id of number 2 of the input").contains("half of a surrogate pair");
    }

    @Test
    void parquetDoesNotReplaceAFolderOrADevice() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out.parquet"));
        Cli.Result result = embed(file("in.jsonl", JSONL), out);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(out + ": it is a folder or a device");
        assertThat(folder.resolve("out.parquet.part")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.jsonl.gz", "out.npy.GZ"})
    void outputIsNotCompressed(String name) throws IOException {
        Cli.Result result = embed(file("in.jsonl", JSONL), folder.resolve(name));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--output is not compressed");
    }

    @Test
    void listOfBadLinesIsNotTheOutput_inAnotherSpelling() throws IOException {
        Path out = folder.resolve("out.jsonl");
        Cli.Result result = embed(file("in.jsonl", JSONL), out, "--skip-bad", folder.resolve("x/../out.jsonl").toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--skip-bad is the file of --input or --output");
    }

    @Test
    void withoutIdsParquetHasNoColumnForThem() throws Exception {
        Path out = folder.resolve("out.parquet");
        assertThat(embed(file("in.txt", "a\n"), out).status()).isZero();
        assertThat(query("SELECT column_name FROM (DESCRIBE FROM '" + out + "')")).containsExactly("embedding", "tokens", "truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.npy", "out.parquet"})
    void emptyInputGivesAFileWithoutRows(String name) throws Exception {
        Path out = folder.resolve(name);
        assertThat(embed(file("in.jsonl", ""), out).status()).isZero();
        assertThat(out).isNotEmptyFile();
        if (name.endsWith(".parquet")) {
            assertThat(query("SELECT count(*) FROM '" + out + "'")).containsExactly("0");
        }
    }

    @Test
    void runThatEndsAtABadLineLeavesNoParquetFileAndCanBeContinued() throws Exception {
        Path in = file("in.jsonl", JSONL + "oops\n");
        Path out = folder.resolve("out.parquet");
        assertThat(embed(in, out).status()).isEqualTo(2);
        assertThat(out).doesNotExist();
        file("in.jsonl", JSONL);
        assertThat(embed(in, out, "--resume").status()).isZero();
        assertThat(query("SELECT id FROM '" + out + "'")).containsExactly("7", "a", "9");
        assertThat(embed(in, out, "--resume").status()).as("nothing is left to do").isZero();
        file("in.jsonl", JSONL + JSONL);
        assertThat(embed(in, out, "--resume").err()).contains("is complete, and does not have the texts of the input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.npy", "out.parquet"})
    void chunksAreJsonLinesOnly(String name) throws IOException {
        Path out = folder.resolve(name);
        Cli.Result result = Cli.run("chunks", "--model", Cli.MODEL, "--input", file("in.txt", "Bir. İki.\n").toString(), "--output",
                out.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--output is written as JSON lines");
        assertThat(out).doesNotExist();
    }

    @Test
    void chunksReadTheOtherFormatsToo() throws IOException {
        Cli.Result result = Cli.run("chunks", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--input",
                file("in.csv", "id,text\n5,Bir. İki.\n").toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("{\"id\":\"5\",\"start\":0,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npy", "parquet"})
    void stdoutTakesJsonLinesOnly(String format) throws IOException {
        Cli.Result result = embed(file("in.jsonl", JSONL), Path.of("-"), "--output-format", format);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("stdout takes JSON lines only");
    }
}

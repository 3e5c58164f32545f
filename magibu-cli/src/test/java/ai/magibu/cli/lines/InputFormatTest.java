package ai.magibu.cli.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats by the names of files, and compressed files. */
@Tag("locale")
class InputFormatTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
            "a.jsonl, JSONL", "a.ndjson, JSONL", "a.json, JSONL", "a.csv, CSV", "a.tsv, TSV", "a.txt, LINES", "a.parquet, PARQUET",
            "a.JSONL.GZ, JSONL", "a.csv.gz, CSV", "A.TXT.gz, LINES", "a.data, JSONL", "csv, CSV", "a.gz, JSONL", "a.csv/data, JSONL"
    })
    void endingSaysTheFormat(String name, InputFormat format) {
        assertThat(InputFormat.of(Path.of(name))).isEqualTo(format);
    }

    @Test
    void compressedLinesAreRead() throws Exception {
        Path file = Files.write(folder.resolve("a.txt.gz"), compressed("bir\niki\n"));
        try (Passages passages = InputFormat.LINES.open(file, Columns.DEFAULT, false)) {
            assertThat(passages.next().passage().text()).isEqualTo("bir");
            assertThat(passages.next().passage().text()).isEqualTo("iki");
            assertThat(passages.next()).isNull();
            assertThat(passages.share()).isEqualTo(1);
        }
    }

    @Test
    void filesThatWereCompressedOneAfterTheOtherAreRead() throws Exception {
        byte[] first = compressed("bir\n");
        byte[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(first, 0, both, first.length, first.length);
        Path file = Files.write(folder.resolve("a.txt.gz"), both);
        try (Passages passages = InputFormat.LINES.open(file, Columns.DEFAULT, false)) {
            passages.next();
            assertThat(passages.next().number()).isEqualTo(2);
            assertThat(passages.next()).isNull();
        }
    }

    @Test
    void cutOffFileGivesItsWholeLinesFirst() throws Exception {
        byte[] whole = compressed("a line\n".repeat(200_000));
        Path file = Files.write(folder.resolve("a.txt.gz"), Arrays.copyOf(whole, whole.length / 2));
        try (Passages passages = InputFormat.LINES.open(file, Columns.DEFAULT, false)) {
            for (int i = 0; i < 50_000; i++) {
                assertThat(passages.next().passage().text()).isEqualTo("a line");
            }
            assertThatThrownBy(() -> {
                while (passages.next() != null) {
                }
            }).isInstanceOf(IOException.class).hasMessageStartingWith("its gzip data is damaged or incomplete");
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "not compressed"})
    void fileThatIsNotCompressedIsNamedSo(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("a.jsonl.gz"), content);
        assertThatThrownBy(() -> InputFormat.JSONL.open(file, Columns.DEFAULT, false))
                .isInstanceOf(IOException.class).hasMessageStartingWith("its gzip data is damaged or incomplete");
    }

    @Test
    void plainLineIsAText() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "\uFEFF{\"text\": 1}\r\n\n son\n\n");
        try (Passages passages = InputFormat.LINES.open(file, Columns.DEFAULT, false)) {
            assertThat(passages.next().passage().text()).isEqualTo("{\"text\": 1}");
            assertThatThrownBy(passages::next).hasMessage("line 2: empty; expected a text");
            assertThat(passages.next().passage().text()).isEqualTo(" son");
            assertThat(passages.next()).isNull();
        }
    }

    /** UTF-16 without a byte order mark is UTF-8 with a NUL for each second character. */
    @Test
    void plainLineOfAnotherEncodingIsBad() throws Exception {
        Path file = Files.write(folder.resolve("a.txt"), "ab\n".getBytes(StandardCharsets.UTF_16LE));
        try (Passages passages = InputFormat.LINES.open(file, Columns.DEFAULT, false)) {
            assertThatThrownBy(passages::next).hasMessage("line 1: has a NUL character. Is the file UTF-8?");
        }
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}

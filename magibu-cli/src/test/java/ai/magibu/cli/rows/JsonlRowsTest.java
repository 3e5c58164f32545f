package ai.magibu.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlRowsTest {

    @TempDir
    private Path folder;

    @Test
    void rowsAreReadWithTheirIds() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), """
                {"id":1.50,"embedding":[0.5,-1],"tokens":3,"truncated":false}
                {"embedding":[1e-3,2],"id":"\\u0131","other":{"embedding":[]}}

                """);
        try (EmbeddedRows rows = EmbeddedRows.open(file)) {
            EmbeddedRow first = rows.next();
            assertThat(first.number()).isEqualTo(1);
            assertThat(first.id()).isEqualTo("1.50");
            assertThat(first.vector()).containsExactly(0.5f, -1);
            EmbeddedRow second = rows.next();
            assertThat(second.id()).isEqualTo("\"\\u0131\"");
            assertThat(second.vector()).containsExactly(0.001f, 2);
            assertThat(rows.next()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1}                         | line 1: no "embedding"
            []                               | line 1: no "embedding"
            {"embedding":["1"]}              | line 1: "embedding" must be an array of numbers
            {"embedding":[1                  | line 1: not JSON
            oops                             | line 1: not JSON
            """)
    void otherLineIsRejected(String line, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), line + "\n");
        try (EmbeddedRows rows = EmbeddedRows.open(file)) {
            assertThatThrownBy(rows::next).isInstanceOf(IOException.class).hasMessageStartingWith(message);
        }
    }
}

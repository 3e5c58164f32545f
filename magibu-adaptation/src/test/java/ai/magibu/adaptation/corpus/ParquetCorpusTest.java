package ai.magibu.adaptation.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetCorpusTest {

    @TempDir
    Path folder;

    private List<String> texts(String rows) throws SQLException {
        Path file = folder.resolve("a.parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (" + rows + ") TO '" + file + "' (FORMAT parquet)");
        }
        List<String> texts = new ArrayList<>();
        new Corpus("tr", List.of(file)).forEach(texts::add);
        return texts;
    }

    @Test
    void theColumnTextIsRead() throws SQLException {
        assertThat(texts("SELECT * FROM (VALUES (1, 'çay'), (2, ' '), (3, 'İki\nsatır ☕')) t(id, text)"))
                .containsExactly("çay", "İki\nsatır ☕");
    }

    @Test
    void otherColumnsAreNamed() {
        assertThatThrownBy(() -> texts("SELECT 1 AS id, 'x' AS body")).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("a.parquet: there is no column \"text\" of strings. The columns are id, body.");
        assertThatThrownBy(() -> texts("SELECT NULL::VARCHAR AS text")).hasMessageContaining("a.parquet, row 1: the text is null");
    }
}

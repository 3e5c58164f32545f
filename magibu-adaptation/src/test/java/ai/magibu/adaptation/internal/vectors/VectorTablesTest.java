package ai.magibu.adaptation.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.parquet.ParquetWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Parquet files in the resources are written by pyarrow: {@code reference/make_vector_layouts.py}. */
class VectorTablesTest {

    private static final List<String> TEXTS = List.of("Çay ☕🍵", "Iğdır, İzmir", "two\nlines", "𝔘 x");

    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    private static Path published(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(VectorTablesTest.class.getResource(name + ".parquet")).toURI());
    }

    private VectorTable open(Path... sources) {
        return VectorTables.open(List.of(sources), VectorColumns.PUBLISHED, temporary);
    }

    private Path jsonLines(String... lines) throws IOException {
        return Files.write(folder.resolve("vectors.jsonl"), List.of(lines));
    }

    private Path parquet(String name, float[]... vectors) {
        Path file = folder.resolve(name);
        try (ParquetWriter writer = new ParquetWriter(file)) {
            for (int i = 0; i < vectors.length; i++) {
                writer.add("tr", "text " + i, vectors[i]);
            }
            writer.finish();
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"distil-trainer", "wikiset", "stories", "fixed"})
    void everyPublishedLayoutIsRead(String layout) throws URISyntaxException {
        try (VectorTable table = open(published(layout))) {
            assertThat(table.rows()).isEqualTo(4);
            assertThat(table.dropped()).isZero();
            assertThat(table.dimension()).isEqualTo(3);
            for (int row : new int[] {3, 0, 2, 1}) {
                assertThat(table.row(row).text()).isEqualTo(TEXTS.get(row));
                assertThat(table.row(row).vector()).containsExactly(row, row + 0.25f, -1e-3f);
            }
        }
    }

    @Test
    void equalRowsHaveAnEqualHash() throws URISyntaxException, IOException {
        try (VectorTable one = open(published("wikiset"));
                VectorTable same = open(published("fixed"));
                VectorTable more = open(published("wikiset"), published("fixed"))) {
            assertThat(same.hash()).isEqualTo(one.hash()).hasSize(64).isNotEqualTo(more.hash());
            assertThat(more.rows()).isEqualTo(8);
            assertThat(more.row(4).text()).isEqualTo(TEXTS.get(0));
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void columnsCanBeNamed() throws URISyntaxException {
        VectorColumns columns = new VectorColumns(null, "teacher_embedding_pre_dense");
        try (VectorTable table = VectorTables.open(List.of(published("distil-trainer")), columns, temporary)) {
            assertThat(table.row(3).vector()).containsExactly(0.5f, 0.5f);
        }
        assertThatThrownBy(() -> VectorTables.open(List.of(published("stories")), new VectorColumns("text", null), temporary))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("stories.parquet: there is no column text of texts. The columns are texts, embeddings");
        assertThatThrownBy(() -> VectorTables.open(List.of(published("wikiset")), new VectorColumns(null, "lang"), temporary))
                .hasMessageContaining("the column lang has the type VARCHAR and not lists of numbers");
    }

    @Test
    void rowsWithoutTextOrVectorAreCounted() throws URISyntaxException {
        try (VectorTable table = open(published("gaps"))) {
            assertThat(table.rows()).isEqualTo(1);
            assertThat(table.dropped()).isEqualTo(4);
        }
    }

    @Test
    void jsonLinesAreReadWithoutDuckDb() throws IOException {
        Path file = jsonLines("{\"text\":\"Çay ☕\",\"embedding\":[1,0.5]}", "", "{\"embedding\":[2,3e-3],\"id\":7,\"text\":\"b\"}",
                "{\"text\":null,\"embedding\":[2,3]}");
        try (VectorTable table = open(file)) {
            assertThat(table.rows()).isEqualTo(2);
            assertThat(table.dropped()).isEqualTo(1);
            assertThat(table.row(0).text()).isEqualTo("Çay ☕");
            assertThat(table.row(1).vector()).containsExactly(2, 3e-3f);
        }
        assertFault("vectors.jsonl, line 1: there is no column text or texts", "{\"id\":1,\"embedding\":[1]}");
        assertFault("line 2: it is not valid JSON", "{\"text\":\"a\",\"embedding\":[1]}", "{\"te");
        assertFault("line 1: component 1 of the vector is not a number", "{\"text\":\"a\",\"embedding\":[1,\"x\"]}");
        assertFault("is not a list of numbers", "{\"text\":\"a\",\"embedding\":3}");
        assertFault("vectors.jsonl, row 2: the vector has 2 components, and the first one 1",
                "{\"text\":\"a\",\"embedding\":[1]}", "{\"text\":\"b\",\"embedding\":[1,2]}");
    }

    private void assertFault(String message, String... lines) throws IOException {
        Path file = jsonLines(lines);
        assertThatThrownBy(() -> open(file)).isInstanceOf(AdaptationException.class).hasMessageContaining(message);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void badVectorsAreNamedWithTheirRow() {
        Path nan = parquet("nan.parquet", new float[] {1, 2}, new float[] {1, Float.NaN});
        assertThatThrownBy(() -> open(nan)).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("nan.parquet, row 2: component 1 of the vector is NaN");

        Path length = parquet("length.parquet", new float[] {1, 2}, new float[] {1, 2}, new float[] {1});
        assertThatThrownBy(() -> open(length))
                .hasMessageContaining("length.parquet, row 3: the vector has 1 components, and the first one 2");
    }

    @Test
    void aFolderIsReadByName() {
        parquet("b.parquet", new float[] {2});
        parquet("a.parquet", new float[] {1});

        try (VectorTable table = open(folder)) {
            assertThat(table.row(0).vector()).containsExactly(1);
            assertThat(table.row(1).vector()).containsExactly(2);
        }
    }

    @Test
    void aLongTextFits() {
        String text = "ş".repeat(2_000_000);
        Path file = folder.resolve("long.parquet");
        try (ParquetWriter writer = new ParquetWriter(file)) {
            writer.add("tr", "a", new float[] {1});
            writer.add("tr", text, new float[] {2});
            writer.add("tr", "nul \0 and \ud800.", new float[] {3});
            writer.finish();
        }
        try (VectorTable table = open(file)) {
            assertThat(table.row(1).text()).isEqualTo(text);
            assertThat(table.row(2).text()).isEqualTo("nul \0 and \uFFFD.");
        }
    }

    @Test
    void sourcesThatAreNoVectorsAreNamed() throws IOException {
        assertThatThrownBy(() -> open(folder.resolve("none"))).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("none: no such file or folder");
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("has no Parquet files");
        Path text = Files.writeString(folder.resolve("a.txt"), "x");
        assertThatThrownBy(() -> open(text))
                .hasMessageContaining("vectors are read from Parquet files (*.parquet) and JSON lines (*.jsonl)");
        Path empty = Files.writeString(folder.resolve("a.jsonl"), "\n");
        assertThatThrownBy(() -> open(empty)).hasMessageContaining("there are no rows with a text and a vector (0 without)");
    }

    @Test
    void aFileThatIsCutOffIsRejected() throws IOException {
        Path file = parquet("a.parquet", new float[] {1, 2}, new float[] {3, 4});
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(file)).isInstanceOf(AdaptationException.class).hasMessageContaining("a.parquet, row 1: DuckDB");
        }
    }
}

package ai.magibu.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.test.TinyModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rows of a partition, without Spark. */
class EmbeddedRowsIT {

    private static final RowLayout LAYOUT = new RowLayout(1, -1, true);

    private static MagibuEmbedder model;

    private final EmbeddingCounters counters =
            new EmbeddingCounters(new LongAccumulator(), new LongAccumulator(), new LongAccumulator(), new LongAccumulator());

    @BeforeAll
    static void load() {
        model = TinyModel.load();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void everyRowKeepsItsPlaceAndItsOwnVector() {
        String rejected = "0".repeat(250_000);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            texts.add(i % 10 == 0 ? null : i == 1_234 || i == 4_999 ? rejected : "kısa metin " + i % 300);
        }

        List<Row> rows = drain(embedded(rows(texts).iterator(), true));

        assertThat(rows).extracting(row -> row.getInt(0)).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
        for (int i = 0; i < rows.size(); i++) {
            boolean expected = texts.get(i) != null && !texts.get(i).equals(rejected);
            assertThat(rows.get(i).isNullAt(2)).isEqualTo(!expected);
            if (expected && i % 97 == 0) {
                assertThat((float[]) rows.get(i).get(2)).containsExactly(model.encodeDocument(texts.get(i)), within(TinyModel.TOLERANCE));
            }
        }
        assertThat(counters.texts().value()).isEqualTo(4_498);
        assertThat(counters.rejected().value()).isEqualTo(2);
    }

    @Test
    void rowsAreReadOneWindowAhead() {
        AtomicInteger read = new AtomicInteger();
        Iterator<Row> source = Stream.iterate(0, i -> i + 1)
                .map(i -> RowFactory.create(read.incrementAndGet(), i % 2 == 0 ? "metin" : null)).iterator();
        EmbeddedRows rows = embedded(source, false);

        rows.next();

        assertThat(read.get()).isEqualTo(EmbeddedRows.WINDOW_ROWS);
    }

    @Test
    void longTextsAreAWindowOfFewRows() {
        AtomicInteger read = new AtomicInteger();
        Iterator<Row> source = Stream.generate(() -> RowFactory.create(read.incrementAndGet(), "uzun metin ".repeat(3_000))).iterator();

        embedded(source, false).next();

        assertThat(read.get()).isEqualTo(2); // 33,000 characters each
    }

    @Test
    void aFailureOfTheSourceIsThrown() {
        Iterator<Row> source = Stream.generate(() -> {
            if (true) {
                throw new IllegalStateException("the file is gone");
            }
            return RowFactory.create(1, "a");
        }).iterator();

        assertThatThrownBy(() -> embedded(source, true).next()).hasMessage("the file is gone");
    }

    @Test
    void theEndIsTheEnd() {
        EmbeddedRows rows = embedded(List.<Row>of().iterator(), true);

        assertThat(rows.hasNext()).isFalse();
        assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
    }

    private EmbeddedRows embedded(Iterator<Row> rows, boolean nullOnError) {
        LoadSettings loading = new LoadSettings("unused", null, 0, 1, Device.CPU, "");
        EmbeddingSettings settings = new EmbeddingSettings(loading, "document", 0, EmbeddingSettings.Storage.FLOAT, nullOnError);
        return new EmbeddedRows(rows, LAYOUT, new TextEmbedder(model, settings, counters));
    }

    private static List<Row> rows(List<String> texts) {
        List<Row> rows = new ArrayList<>();
        texts.forEach(text -> rows.add(RowFactory.create(rows.size(), text)));
        return rows;
    }

    private static List<Row> drain(Iterator<Row> rows) {
        List<Row> all = new ArrayList<>();
        rows.forEachRemaining(all::add);
        return all;
    }
}

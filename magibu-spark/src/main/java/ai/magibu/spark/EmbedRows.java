package ai.magibu.spark;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Embeds the texts of a partition. It travels to the executors. */
final class EmbedRows implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private final EmbeddingSettings settings;
    private final RowLayout layout;
    private final EmbeddingCounters counters;

    EmbedRows(EmbeddingSettings settings, RowLayout layout, EmbeddingCounters counters) {
        this.settings = settings;
        this.layout = layout;
        this.counters = counters;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) { // an empty partition needs no model
            return Collections.emptyIterator();
        }
        return new EmbeddedRows(rows, layout, new TextEmbedder(ExecutorModels.use(settings.loading()), settings, counters));
    }
}

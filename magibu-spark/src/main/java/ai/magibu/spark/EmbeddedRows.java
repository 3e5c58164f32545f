package ai.magibu.spark;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition with their embeddings, in order. Rows are read window by window, and the texts of a window share batches. A
 * row without a text has no embedding and does not reach the model.
 */
final class EmbeddedRows implements Iterator<Row> {

    /** About 16,000 tokens, in which batches of 512 tokens have 1 to 2 % of padding. A longer text is a window by itself. */
    static final int WINDOW_CHARACTERS = 1 << 16;

    /** So that vectors of short texts, and rows without a text, do not fill the memory. */
    static final int WINDOW_ROWS = 1 << 11;

    private final Iterator<Row> rows;
    private final RowLayout layout;
    private final TextEmbedder embedder;
    private final Deque<Row> ready = new ArrayDeque<>();

    EmbeddedRows(Iterator<Row> rows, RowLayout layout, TextEmbedder embedder) {
        this.rows = rows;
        this.layout = layout;
        this.embedder = embedder;
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (ready.isEmpty()) {
            embedWindow();
        }
        return ready.remove();
    }

    private void embedWindow() {
        List<Row> window = new ArrayList<>();
        List<Passage> passages = new ArrayList<>();
        for (long characters = 0; characters < WINDOW_CHARACTERS && window.size() < WINDOW_ROWS && rows.hasNext();) {
            Row row = rows.next();
            window.add(row);
            Passage passage = layout.passage(row);
            if (passage != null) {
                passages.add(passage);
                characters += passage.text().length();
            }
        }
        Iterator<@Nullable Embedding> embeddings = embedder.embed(passages).iterator();
        for (Row row : window) {
            ready.add(layout.extended(row, layout.passage(row) == null ? null : embeddings.next()));
        }
    }
}

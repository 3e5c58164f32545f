package ai.magibu.spark;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the rows before and after.
 *
 * @param text the position of the texts
 * @param title the position of the titles; −1 without them
 * @param tokenCounts whether the numbers of tokens follow the vector
 */
record RowLayout(int text, int title, boolean tokenCounts) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Returns the passage of a row; null if it has no text. */
    @Nullable
    Passage passage(Row row) {
        if (row.isNullAt(text)) {
            return null;
        }
        return Passage.titled(title < 0 || row.isNullAt(title) ? null : row.getString(title), row.getString(text));
    }

    /** Returns a row with the columns of its embedding, which are null without one. */
    Row extended(Row row, @Nullable Embedding embedding) {
        @Nullable
        Object[] values = new Object[row.size() + (tokenCounts ? 3 : 1)];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        if (embedding != null) {
            values[row.size()] = embedding.vector();
            if (tokenCounts) {
                values[row.size() + 1] = embedding.tokens();
                values[row.size() + 2] = embedding.droppedTokens();
            }
        }
        return RowFactory.create(values);
    }
}

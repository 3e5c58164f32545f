package ai.magibu.cli.search;

import ai.magibu.cli.rows.EmbeddedRow;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the nearest of all rows that it has seen. */
final class NearestRows {

    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::score).reversed().thenComparingLong(Hit::row);

    private final int count;
    private final PriorityQueue<Hit> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    private long invalidRows;

    NearestRows(int count) {
        this.count = count;
    }

    void add(EmbeddedRow row, float[] query) {
        double score = row.cosine(query);
        if (Double.isNaN(score)) {
            invalidRows++;
            return;
        }
        Hit hit = new Hit(row.number(), score, row.id(), null);
        if (worstFirst.size() < count) {
            worstFirst.add(hit);
        } else if (BEST_FIRST.compare(hit, worstFirst.peek()) < 0) {
            worstFirst.poll();
            worstFirst.add(hit);
        }
    }

    List<Hit> bestFirst() {
        return worstFirst.stream().sorted(BEST_FIRST).toList();
    }

    /** Returns how many rows have a component that is not a number. */
    long invalidRows() {
        return invalidRows;
    }
}

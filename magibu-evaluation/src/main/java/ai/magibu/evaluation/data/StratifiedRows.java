package ai.magibu.evaluation.data;

import java.util.stream.IntStream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.numpy.StratifiedSplit;

/** Chooses rows by their labels as the reference does. */
final class StratifiedRows {

    private static final double TEST_SHARE = 0.2;
    private static final int MOST_ROWS = 2048;
    private static final long SEED = 42;

    private StratifiedRows() {}

    /** Splits a table into a fifth for testing and the rest for learning. */
    static StratifiedSplit resplit(Table table, int[] labels) {
        return split(table, labels, (int) Math.ceil(TEST_SHARE * labels.length));
    }

    /** Returns a sample of a large table; all rows in their order if there are no more than 2,048. */
    static int[] sample(Table table, int[] labels) {
        return labels.length <= MOST_ROWS ? IntStream.range(0, labels.length).toArray() : split(table, labels, MOST_ROWS).test();
    }

    private static StratifiedSplit split(Table table, int[] labels, int testSize) {
        try {
            return StratifiedSplit.of(labels, testSize, SEED);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(table.name() + ": the rows cannot be split by label. " + e.getMessage(), e);
        }
    }
}

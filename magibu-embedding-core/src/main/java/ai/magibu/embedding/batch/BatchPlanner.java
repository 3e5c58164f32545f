package ai.magibu.embedding.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Groups texts of like length: sorted by length, then cut where a batch's padded size would pass the budget. Padding costs
 * as much as text, so a batch is also cut before its padding passes a share of it.
 */
public final class BatchPlanner {

    /** The largest share of a batch that may be padding. Small batches of short texts are worth more than this costs. */
    private static final double MAX_PADDING = 0.1;

    private final int maxBatchTokens;

    /** @param maxBatchTokens rows times columns of a batch; a single longer text goes alone */
    public BatchPlanner(int maxBatchTokens) {
        this.maxBatchTokens = maxBatchTokens;
    }

    /**
     * @param lengths each text's tokens
     * @return the texts' indices, batch by batch, longest first; every index exactly once
     */
    public List<int[]> plan(int[] lengths) {
        Integer[] order = new Integer[lengths.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt((Integer i) -> lengths[i]).reversed());
        List<int[]> batches = new ArrayList<>();
        int start = 0;
        long tokens = 0;
        for (int i = 0; i < order.length; i++) {
            int length = lengths[order[i]];
            long padded = (long) (i + 1 - start) * lengths[order[start]];
            boolean wasteful = padded - tokens - length > MAX_PADDING * padded;
            if (i > start && (padded > maxBatchTokens || wasteful)) {
                batches.add(indices(order, start, i));
                start = i;
                tokens = 0;
            }
            tokens += length;
        }
        if (start < order.length) {
            batches.add(indices(order, start, order.length));
        }
        return batches;
    }

    private static int[] indices(Integer[] order, int from, int to) {
        return Arrays.stream(order, from, to).mapToInt(Integer::intValue).toArray();
    }
}

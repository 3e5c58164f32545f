package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Groups texts so that running all groups is cheapest. Each run costs its padded tokens plus a constant. Texts are sorted by length,
 * so a group is a piece of that order. Dynamic programming over the cuts finds the cheapest ones exactly.
 */
public final class BatchPlanner {

    /**
     * The cost of a run beyond its tokens, in tokens: every run reads all weights once. Measured at full size on two cores, in
     * float32 and in int8, a run of t tokens takes about as long as (t + 30) of 1/1,900 s, or of 1/3,500 s.
     */
    private static final int RUN_COST = 30;

    private final int maxBatchTokens;

    /** @param maxBatchTokens the most rows times columns of a batch; a single longer text runs alone */
    public BatchPlanner(int maxBatchTokens) {
        this.maxBatchTokens = maxBatchTokens;
    }

    int maxBatchTokens() {
        return maxBatchTokens;
    }

    /** Plans texts by their {@linkplain #plan(int[]) lengths}. */
    List<int[]> planTexts(List<TokenizedText> texts) {
        return plan(texts.stream().mapToInt(TokenizedText::length).toArray());
    }

    /**
     * @param lengths each text's tokens
     * @return the texts' indices, batch by batch, longest first; every index exactly once
     */
    public List<int[]> plan(int[] lengths) {
        Integer[] order = new Integer[lengths.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt((Integer i) -> lengths[i]).reversed());
        int[] ends = cheapestEnds(Arrays.stream(order).mapToInt(i -> lengths[i]).toArray());
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; start = ends[start]) {
            batches.add(Arrays.stream(order, start, ends[start]).mapToInt(Integer::intValue).toArray());
        }
        return batches;
    }

    /** Returns for each start the end of its batch in the cheapest plan for the texts from there on. */
    private int[] cheapestEnds(int[] descending) {
        int count = descending.length;
        long[] cost = new long[count + 1];
        int[] ends = new int[count];
        for (int start = count - 1; start >= 0; start--) {
            long longest = Math.max(1, descending[start]);
            cost[start] = Long.MAX_VALUE;
            long mostRows = Math.max(1, maxBatchTokens / longest);
            for (int rows = 1; rows <= mostRows && start + rows <= count; rows++) {
                long total = rows * longest + RUN_COST + cost[start + rows];
                if (total <= cost[start]) { // of equal plans the one with fewer runs
                    cost[start] = total;
                    ends[start] = start + rows;
                }
            }
        }
        return ends;
    }
}

package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Groups texts so that running all groups is cheapest by their {@link RunCosts}. Texts are sorted by length,
 * so a group is a piece of that order. Dynamic programming over the cuts finds the cheapest ones exactly.
 */
public final class BatchPlanner {

    private final int maxBatchTokens;
    private final RunCosts costs;

    /** @param maxBatchTokens the most tokens of a batch, padding included; a single longer text runs alone */
    public BatchPlanner(int maxBatchTokens, RunCosts costs) {
        this.maxBatchTokens = maxBatchTokens;
        this.costs = costs;
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
            long tokens = longest;
            cost[start] = Long.MAX_VALUE;
            for (int end = start + 1; end <= count && (end == start + 1 || tokens <= maxBatchTokens); end++) {
                long total = tokens + costs.fixed() + cost[end];
                if (total <= cost[start]) { // of equal plans the one with fewer runs
                    cost[start] = total;
                    ends[start] = end;
                }
                tokens += costs.padded() || end == count ? longest : Math.max(1, descending[end]);
            }
        }
        return ends;
    }
}

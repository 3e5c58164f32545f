package ai.magibu.embedding.batch;

import java.util.List;

/**
 * Two lines beside each other: calls that fit into one batch share batches among themselves, and so do larger ones. At most two
 * batches run at the same time, and a query does not wait for bulk work.
 */
public final class Lanes implements BatchRunner {

    private final int maxBatchTokens;
    private final SharedBatches small;
    private final SharedBatches large;

    /** @param maxWaitingTokens of each lane: see {@link SharedBatches} */
    public Lanes(BatchPlanner planner, BatchModel model, long maxWaitingTokens) {
        this.maxBatchTokens = planner.maxBatchTokens();
        this.small = new SharedBatches(planner, model, maxWaitingTokens);
        this.large = new SharedBatches(planner, model, maxWaitingTokens);
    }

    @Override
    public Vectors run(List<TokenSequence> texts, boolean continued) {
        boolean isLarge = continued || texts.stream().mapToLong(TokenSequence::length).sum() > maxBatchTokens;
        return (isLarge ? large : small).run(texts, continued);
    }
}

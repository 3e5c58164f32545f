package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.GemmaConfig;

/**
 * The lengths of texts from which on attention is computed in blocks of queries. Up to it, all scores of a layer are in memory at
 * once, which is fastest for short texts; beyond it, memory grows with the length and not with its square.
 *
 * @param slidingBlock queries of a sliding layer that see the same keys
 * @param blocksTogether blocks of a sliding layer that are computed at once
 * @param reach keys on each side that a query may see in a sliding layer
 * @param slidingThreshold the longest text whose sliding layers compute all scores
 * @param fullBlock queries of a full layer that are computed at once
 * @param fullThreshold the longest text whose full layers compute all scores
 */
record AttentionPlan(
        int slidingBlock, int blocksTogether, int reach, int slidingThreshold, int fullBlock, int fullThreshold) {

    private static final int SMALLEST_BLOCK = 64;
    private static final int LARGEST_BLOCK = 256;
    /** Queries of a sliding layer that are computed at once; suits the second-level cache. */
    private static final int SLIDING_STEP = 256;

    private static final int FULL_BLOCK = 256;
    private static final int FULL_THRESHOLD = 1024;

    static AttentionPlan of(GemmaConfig config) {
        int reach = config.windowReach();
        // small blocks compute fewer scores in vain, and copy more keys
        int block = Math.min(Math.max(multipleOf32(reach / 2), SMALLEST_BLOCK), LARGEST_BLOCK);
        int slidingThreshold = 4 * Math.max(multipleOf32(reach), SMALLEST_BLOCK);
        return new AttentionPlan(block, SLIDING_STEP / block, reach, slidingThreshold, FULL_BLOCK, FULL_THRESHOLD);
    }

    private static int multipleOf32(int number) {
        return (number + 31) / 32 * 32;
    }
}

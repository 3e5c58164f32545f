package ai.magibu.embedding.internal.graph;

import ai.magibu.embedding.internal.config.GemmaConfig;

/**
 * From which length on attention is computed piecewise. Up to it, all scores of a layer stand in memory at once, which is
 * fastest for short texts; beyond it, memory grows with the length and not with its square.
 *
 * @param blockLength queries of a sliding layer that see the same keys
 * @param blocksTogether blocks of a sliding layer that are computed at once
 * @param reach keys on each side that a query may see in a sliding layer
 * @param slidingThreshold the longest text whose sliding layers compute all scores
 * @param chunkLength queries of a full layer that go together
 * @param fullThreshold the longest text whose full layers compute all scores
 */
record AttentionPlan(
        int blockLength, int blocksTogether, int reach, int slidingThreshold, int chunkLength, int fullThreshold) {

    private static final int SMALLEST_BLOCK = 64;
    private static final int LARGEST_BLOCK = 256;
    /** Queries of a sliding layer that are computed at once: what suits the second-level cache. */
    private static final int SLIDING_STEP = 256;

    private static final int CHUNK = 256;
    private static final int FULL_THRESHOLD = 1024;

    static AttentionPlan of(GemmaConfig config) {
        int reach = config.windowReach();
        // small blocks compute fewer scores in vain, and copy more keys
        int block = Math.min(Math.max(multipleOf32(reach / 2), SMALLEST_BLOCK), LARGEST_BLOCK);
        int slidingThreshold = 4 * Math.max(multipleOf32(reach), SMALLEST_BLOCK);
        return new AttentionPlan(block, SLIDING_STEP / block, reach, slidingThreshold, CHUNK, FULL_THRESHOLD);
    }

    private static int multipleOf32(int number) {
        return (number + 31) / 32 * 32;
    }
}

package ai.magibu.embedding.graph;

import ai.magibu.embedding.config.GemmaConfig;

/**
 * From which length on attention is computed piecewise. Up to it, all scores of a layer stand in memory at once, which is
 * fastest for short texts; beyond it, memory grows with the length and not with its square.
 *
 * @param blockLength queries of a sliding layer that go together; at least {@code reach}
 * @param reach keys on each side that a query may see in a sliding layer
 * @param slidingThreshold the longest text whose sliding layers compute all scores
 * @param chunkLength queries of a full layer that go together
 * @param fullThreshold the longest text whose full layers compute all scores
 */
record AttentionPlan(int blockLength, int reach, int slidingThreshold, int chunkLength, int fullThreshold) {

    private static final int SMALLEST_BLOCK = 64;
    private static final int CHUNK = 256;
    private static final int FULL_THRESHOLD = 1024;

    static AttentionPlan of(GemmaConfig config) {
        int block = Math.max(SMALLEST_BLOCK, (config.windowReach() + 31) / 32 * 32);
        return new AttentionPlan(block, config.windowReach(), 4 * block, CHUNK, FULL_THRESHOLD);
    }
}

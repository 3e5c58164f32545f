package ai.magibu.embedding.internal.batch;

import ai.magibu.embedding.api.Device;
import org.jspecify.annotations.Nullable;

/**
 * How texts form batches. Missing settings are chosen for the device and its threads.
 *
 * @param costs the time of a run by its texts
 * @param maxTokens the most tokens of a batch, padding included
 * @param shared whether calls share batches
 * @param maxWaitingTokens the most tokens that may wait in a queue if calls share batches
 */
public record BatchSettings(RunCosts costs, int maxTokens, boolean shared, long maxWaitingTokens) {

    /** Measured on two threads: larger batches gain nothing, and other calls wait longer for them. */
    private static final int TOKENS_OF_A_THREAD = 256;

    private static final int FEWEST_TOKENS = 512;
    private static final int MOST_TOKENS = 16_384;
    private static final int WAITING_BATCHES = 32;

    /**
     * @param pads whether the texts of a batch are padded to the longest
     * @param threads the threads of a run on the CPU; 0 if unknown
     * @param maxTokens the setting; null if it is missing
     * @param maxWaitingTokens the setting; null if it is missing
     */
    public static BatchSettings of(
            Device device, boolean pads, int threads, @Nullable Integer maxTokens, boolean shared, @Nullable Integer maxWaitingTokens) {
        int tokens = maxTokens == null ? defaultTokens(device, threads) : maxTokens;
        return new BatchSettings(RunCosts.of(device, pads), tokens, shared,
                maxWaitingTokens == null ? (long) WAITING_BATCHES * tokens : maxWaitingTokens);
    }

    private static int defaultTokens(Device device, int threads) {
        if (device.kind() == Device.Kind.CUDA) {
            return MOST_TOKENS;
        }
        long used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        return (int) Math.max(FEWEST_TOKENS, Math.min(MOST_TOKENS, used * TOKENS_OF_A_THREAD));
    }

    public BatchScheduler scheduler(BatchModel model) {
        BatchPlanner planner = new BatchPlanner(maxTokens, costs);
        return shared
                ? BatchScheduler.shared("magibu-run", planner, model, maxWaitingTokens)
                : BatchScheduler.separate("magibu-run", planner, model);
    }
}

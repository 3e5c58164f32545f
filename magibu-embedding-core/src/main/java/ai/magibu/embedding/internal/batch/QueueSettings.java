package ai.magibu.embedding.internal.batch;

/**
 * @param shared whether texts of several calls go into one batch
 * @param workers the most batches that run at the same time
 * @param maxWaitingTokens a call that would make more tokens wait for their next batch is rejected, unless none wait
 */
record QueueSettings(boolean shared, int workers, long maxWaitingTokens) {}

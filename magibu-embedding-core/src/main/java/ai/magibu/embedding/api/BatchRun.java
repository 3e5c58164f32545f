package ai.magibu.embedding.api;

import java.time.Duration;

/**
 * One run of the model.
 *
 * @param rows texts in it, from 1
 * @param tokens their tokens
 * @param paddedTokens rows times the longest text's tokens: what was computed
 * @param time how long the run took
 */
public record BatchRun(int rows, int tokens, int paddedTokens, Duration time) {}

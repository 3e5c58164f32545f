package ai.magibu.embedding.api;

import java.time.Duration;

/**
 * One run of the model.
 *
 * @param rows the number of texts, from 1
 * @param tokens the number of their tokens
 * @param paddedTokens the number of tokens that were computed: rows times the tokens of the longest text
 * @param time the time of the run
 */
public record BatchRun(int rows, int tokens, int paddedTokens, Duration time) {}

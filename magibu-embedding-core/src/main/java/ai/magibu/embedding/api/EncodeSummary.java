package ai.magibu.embedding.api;

import java.time.Duration;

/**
 * The outcome of a call that succeeded.
 *
 * @param texts the number of texts, from 0
 * @param tokens the tokens that went through the model, with prompts and special tokens and without padding
 * @param truncatedTexts the number of texts that did not fit
 * @param droppedTokens the number of tokens that were cut off
 * @param waiting the part of {@code total} in which the model was busy with other calls only; zero if calls do not wait for each other
 * @param total the time from start to end
 */
public record EncodeSummary(int texts, long tokens, int truncatedTexts, long droppedTokens, Duration waiting, Duration total) {}

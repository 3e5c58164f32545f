package ai.magibu.embedding.api;

import java.time.Duration;

/**
 * What a call did.
 *
 * @param texts texts embedded, from 0
 * @param tokens tokens that went through the model for them, prompts and special tokens included, padding not
 * @param truncatedTexts texts of which not all tokens fitted
 * @param droppedTokens tokens of these that were left out
 * @param waiting the part of {@code total} in which the model was busy with other calls' texts alone; zero where calls do not
 *     wait for each other
 * @param total time from begin to end
 */
public record EncodeSummary(int texts, long tokens, int truncatedTexts, long droppedTokens, Duration waiting, Duration total) {}

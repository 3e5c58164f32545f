package ai.magibu.embedding.internal.tokenize;

/**
 * @param ids token ids with the special tokens
 * @param dropped the number of tokens that were cut off, at the end or at the start as the model says
 */
public record TokenizedText(long[] ids, int dropped) {}

package ai.magibu.embedding.tokenize;

/**
 * A whole text's tokens, and which characters each stands for: Java indices, from {@code starts[i]} up to but not including
 * {@code ends[i]}. Several tokens may share a character (its bytes). Both are −1 for a special token that the text does not
 * contain.
 *
 * @param ids token ids with the special tokens
 */
record LocatedTokens(long[] ids, int[] starts, int[] ends) {}

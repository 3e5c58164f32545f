package ai.magibu.embedding.tokenize;

/**
 * @param ids token ids with the special tokens
 * @param dropped tokens cut from the text's end
 */
public record TokenizedText(long[] ids, int dropped) {}

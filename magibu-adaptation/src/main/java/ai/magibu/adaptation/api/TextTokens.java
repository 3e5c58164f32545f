package ai.magibu.adaptation.api;

/**
 * The tokens that one tokenizer makes of some texts, without special tokens.
 *
 * @param tokens the number of tokens
 * @param wholeWords the number of words with a letter that are one token
 * @param byteTokens the number of tokens that are single bytes of a character without a token
 */
public record TextTokens(long tokens, long wholeWords, long byteTokens) {}

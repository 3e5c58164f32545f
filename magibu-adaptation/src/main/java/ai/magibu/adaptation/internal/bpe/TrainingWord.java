package ai.magibu.adaptation.internal.bpe;

/**
 * A word of the texts that new tokens are learned from.
 *
 * @param text the word; blanks are written as {@link BpeModel#WORD_START}
 * @param weight its share of the texts, at least 1
 * @param count how often it occurs, at least 1
 */
public record TrainingWord(String text, long weight, long count) {}

package ai.magibu.adaptation.api;

/**
 * How short some texts are before and after a tokenizer surgery.
 *
 * @param language the language of the texts
 * @param name the name of the texts, for a report
 * @param heldOut whether the surgery has not seen the texts
 * @param words the number of words: runs of characters between white space
 * @param letterWords the number of words with a letter, cut where the tokenizer always cuts, such as before a comma
 * @param characters the number of Unicode characters
 * @param teacher the tokens of the teacher's tokenizer
 * @param pruned the tokens of the teacher's tokenizer without the removed tokens
 * @param adapted the tokens of the new tokenizer
 */
public record TextFertility(
        String language,
        String name,
        boolean heldOut,
        long words,
        long letterWords,
        long characters,
        TextTokens teacher,
        TextTokens pruned,
        TextTokens adapted) {

    /** Returns the number of tokens of each word. */
    public double tokensPerWord(TextTokens tokens) {
        return (double) tokens.tokens() / words;
    }

    /** Returns the number of characters of each token. */
    public double charactersPerToken(TextTokens tokens) {
        return (double) characters / tokens.tokens();
    }

    /** Returns the share of words that are one token, 0…1. */
    public double coverage(TextTokens tokens) {
        return (double) tokens.wholeWords() / letterWords;
    }

    /** Returns the change of the number of tokens from the teacher's to the new tokenizer: −0.2 if a fifth is saved. */
    public double change() {
        return (double) adapted.tokens() / teacher.tokens() - 1;
    }
}

package ai.magibu.adaptation.api;

/**
 * The texts of a language that a tokenizer surgery learned from.
 *
 * @param language the name of the language
 * @param weight its share of the whole, 0…1
 * @param texts the number of texts of running text
 * @param words the number of words of running text
 * @param characters the number of Unicode characters of running text
 * @param decomposed the number of texts that are not in normalization form C. Nothing is changed: the same word in another form has other
 *     tokens
 * @param listedWords the number of different words from word lists, capitalized forms included
 */
public record CountedTexts(
        String language, double weight, long texts, long words, long characters, long decomposed, long listedWords) {}

package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.count.TextCounts;

/**
 * The words of one language.
 *
 * @param language the name of the language
 * @param weight the language's weight against others, positive
 * @param text the counts of running text; may be empty
 * @param list the counts of word lists; may be empty
 */
public record LanguageCounts(String language, double weight, TextCounts text, TextCounts list) {

    /**
     * Requires words.
     *
     * @throws AdaptationException if both counts are empty
     */
    public LanguageCounts {
        if (text.words() + list.words() == 0) {
            throw new AdaptationException("The corpus of " + language + " has no words. Name files with text for it.");
        }
    }
}

package ai.magibu.adaptation.internal.count;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.tokenizer.TextCutter;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.StrictText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of words with their counts, one on each line, such as {@code kitap 1200}. Such lists are lower case, so a capitalized form
 * counts a tenth.
 */
public final class WordList {

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\d{1,12})\\s*");

    /** Sums of tokens and characters stay exact below it. */
    private static final long LARGEST_SUM = 1_000_000_000_000_000L;

    private static final int CAPITALIZED = 10;

    /** The languages where {@code i} has the capital {@code İ} and {@code I} belongs to {@code ı}. */
    private static final Set<String> DOTTED = Set.of("tr", "az");

    private WordList() {}

    /**
     * Adds the words of a file.
     *
     * @throws AdaptationException if the file cannot be read, is not UTF-8 or has a line without a word and a count, or if the counts
     *     are too large
     */
    public static void count(Path file, String language, TextCutter cutter, TextCounts counts) {
        long number = 0;
        long sum = 0;
        try (BufferedReader lines = StrictText.open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    Matcher parts = LINE.matcher(line);
                    if (!parts.matches()) {
                        throw new AdaptationException(file + ", line " + number
                                + ": expected a word and its count of at most 12 digits, not \"" + line + "\".");
                    }
                    long count = Long.parseLong(parts.group(2));
                    sum += count;
                    if (sum > LARGEST_SUM) {
                        throw new AdaptationException(
                                file + ", line " + number + ": the counts sum to more than 10^15. Divide all counts.");
                    }
                    add(parts.group(1), count, language, cutter, counts);
                }
            }
        } catch (IOException e) {
            EvaluationException fault = StrictText.unreadable(file, number, e);
            throw new AdaptationException(String.valueOf(fault.getMessage()), e);
        }
    }

    private static void add(String word, long count, String language, TextCutter cutter, TextCounts counts) {
        if (count > 0) {
            counts.add(" " + word, count, cutter);
        }
        String capitalized = capitalize(word, language);
        if (!capitalized.equals(word) && count >= CAPITALIZED) {
            counts.add(" " + capitalized, count / CAPITALIZED, cutter);
        }
    }

    static String capitalize(String word, String language) {
        int first = word.codePointAt(0);
        int capital = first == 'i' && DOTTED.contains(language) ? 'İ' : Character.toTitleCase(first);
        return Character.toString(capital) + word.substring(Character.charCount(first));
    }
}

package ai.magibu.adaptation.internal.count;

import ai.magibu.adaptation.internal.tokenizer.TextCutter;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each part of some texts occurs, and how long the texts are. The sums do not depend on the order of the texts. Not safe for
 * concurrent use.
 */
public final class TextCounts {

    private final Map<String, Long> parts = new HashMap<>();
    private long texts;
    private long words;
    private long characters;
    private long decomposed;

    /** Returns how often each part occurs. */
    public Map<String, Long> parts() {
        return parts;
    }

    /** Returns the number of texts. */
    public long texts() {
        return texts;
    }

    /** Returns the number of words: the runs of characters between white space. */
    public long words() {
        return words;
    }

    /** Returns the number of Unicode characters. */
    public long characters() {
        return characters;
    }

    /** Returns the number of texts that are not in normalization form C, such as texts with marks apart from their letters. */
    public long decomposed() {
        return decomposed;
    }

    /** Counts a text that occurs several times. */
    void add(String text, long times, TextCutter cutter) {
        texts += times;
        words += times * words(text);
        characters += times * text.codePointCount(0, text.length());
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            decomposed += times;
        }
        cutter.cut(text, part -> parts.merge(part, times, Long::sum));
    }

    /** Adds the counts of other texts. */
    public void include(TextCounts other) {
        texts += other.texts;
        words += other.words;
        characters += other.characters;
        decomposed += other.decomposed;
        other.parts.forEach((part, count) -> parts.merge(part, count, Long::sum));
    }

    private static long words(String text) {
        long words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i)) || Character.isSpaceChar(text.charAt(i));
            if (!space && !inWord) {
                words++;
            }
            inWord = !space;
        }
        return words;
    }
}

package ai.magibu.adaptation.internal.vectors;

import java.util.regex.Pattern;

/** Texts that have UTF-8. JSON can hold others. */
final class WellFormed {

    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private WellFormed() {}

    /** Replaces lone surrogates by U+FFFD, as the tokenizer does. */
    static String text(String text) {
        return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
    }
}

package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * A text to encode, with the title it may have.
 *
 * @param title takes the place of {@code none} in a prompt such as {@code "title: none | text: "}; null or blank for none
 * @param text the text, used as it is: not stripped, not lower-cased, not normalised. A lone surrogate, which UTF-8 cannot
 *     carry, becomes U+FFFD
 */
public record Passage(@Nullable String title, String text) {

    public static Passage of(String text) {
        return new Passage(null, text);
    }

    public static Passage titled(@Nullable String title, String text) {
        return new Passage(title, text);
    }

    /** Whether there is a title that is not blank. */
    public boolean hasTitle() {
        return title != null && !title.isBlank();
    }
}

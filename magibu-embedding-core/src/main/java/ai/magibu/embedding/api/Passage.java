package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * A text to encode, with an optional title.
 *
 * @param title the title, which replaces {@code none} in a prompt such as {@code "title: none | text: "}; null or blank for none
 * @param text the text, which is not stripped, lower-cased or normalized. A lone surrogate, which has no UTF-8, becomes U+FFFD
 */
public record Passage(@Nullable String title, String text) {

    /** Returns a passage without a title. */
    public static Passage of(String text) {
        return new Passage(null, text);
    }

    /** Returns a passage with a title; null or blank for none. */
    public static Passage titled(@Nullable String title, String text) {
        return new Passage(title, text);
    }

    /** Returns whether there is a title that is not blank. */
    public boolean hasTitle() {
        return title != null && !title.isBlank();
    }
}

package ai.magibu.adaptation.internal.tokenizer;

import java.util.regex.Pattern;

/**
 * A token that is found in a text before the merges apply.
 *
 * @param id the ID
 * @param content the text
 * @param special whether it is a special token, which decoders leave out
 */
record AddedToken(int id, String content, boolean special) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\W*_?(unused|reserved|extra_id|dummy|madeup)\\w*\\d+\\W*");

    /** Returns whether it is one of the numbered tokens that vocabularies reserve, such as {@code <unused7>}. */
    boolean isPlaceholder() {
        return !special && PLACEHOLDER.matcher(content).matches();
    }
}

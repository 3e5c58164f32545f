package ai.magibu.embedding.internal.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the tokenizer outside {@code tokenizer.json}.
 *
 * @param limitFile the file that sets the longest text
 * @param truncationSide the end that is cut off; null if no file sets it
 * @param gemmaClass whether transformers uses its Gemma tokenizer class, which keeps only parts of {@code tokenizer.json}
 * @param tokens the tokens that the files name
 */
public record TokenizerSettings(
        Path limitFile, @Nullable TruncationSide truncationSide, boolean gemmaClass, List<DeclaredToken> tokens) {

    /** The end of a long text that is cut off. */
    public enum TruncationSide {
        LEFT,
        RIGHT
    }

    /** How an added token is found in a text, as the tokenizers library defines it. */
    public record TokenFlags(boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized) {

        static final TokenFlags OF_SPECIAL_TOKENS = new TokenFlags(false, false, false, false);
    }

    /**
     * A token that a settings file names. transformers adds it to the tokenizer, unless {@code tokenizer.json} defines it.
     *
     * @param file the file that names the token
     * @param id the token's id; null if the file gives none
     * @param flags the token's flags; null if the file gives none
     */
    public record DeclaredToken(Path file, String content, @Nullable Integer id, @Nullable TokenFlags flags) {

        /** Returns whether its flags are known ({@code added_tokens.json} gives ids alone) and it is found in the text as it is. */
        public boolean isAddable() {
            return flags == null ? id == null : !flags.normalized();
        }

        /** Returns the flags; those of a special token if the file gives none. */
        public TokenFlags flagsOrDefault() {
            return flags == null ? TokenFlags.OF_SPECIAL_TOKENS : flags;
        }
    }
}

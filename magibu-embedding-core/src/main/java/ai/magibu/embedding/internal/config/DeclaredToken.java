package ai.magibu.embedding.internal.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A token that a settings file names. transformers adds it to the tokenizer, unless {@code tokenizer.json} defines it.
 *
 * @param file the file that names the token
 * @param id null if the file gives none
 * @param flags null if the file gives none
 */
public record DeclaredToken(Path file, String content, @Nullable Integer id, @Nullable TokenFlags flags) {

    /** Whether its flags are known ({@code added_tokens.json} gives ids alone) and it is found in the text as it is. */
    public boolean isAddable() {
        return flags == null ? id == null : !flags.normalized();
    }

    /** Returns the flags; those of a special token if the file gives none. */
    public TokenFlags flagsOrDefault() {
        return flags == null ? TokenFlags.OF_SPECIAL_TOKENS : flags;
    }
}

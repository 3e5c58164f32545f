package ai.magibu.embedding.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A token that a settings file names. transformers adds it to the tokenizer, so {@code tokenizer.json} must define it likewise.
 *
 * @param file the file that names the token
 * @param id null if the file gives none
 * @param flags null if the file gives none
 */
public record DeclaredToken(Path file, String content, @Nullable Integer id, @Nullable TokenFlags flags) {}

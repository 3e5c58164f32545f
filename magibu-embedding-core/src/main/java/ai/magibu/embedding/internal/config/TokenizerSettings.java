package ai.magibu.embedding.internal.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the tokenizer that stand outside {@code tokenizer.json}.
 *
 * @param limitFile the file that sets the longest text
 * @param truncationSide null if no file sets it
 * @param gemmaClass whether transformers uses its Gemma tokenizer class, which keeps only parts of {@code tokenizer.json}
 * @param tokens the tokens that the files name
 */
public record TokenizerSettings(
        Path limitFile, @Nullable TruncationSide truncationSide, boolean gemmaClass, List<DeclaredToken> tokens) {}

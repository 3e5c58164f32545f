package ai.magibu.embedding.test;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A text and the vector that sentence-transformers, the Python library, computes for it with {@link TinyModel}.
 *
 * @param text the text, without the prompt
 * @param prompt {@code "query"}, {@code "document"}, or null for no prompt
 * @param tokenIds the tokens of prompt and text, with the model's special tokens; cut to {@link TinyModel#MAX_TOKENS}
 * @param vector the vector, of length 1 and with {@link TinyModel#DIMENSION} components. Each component differs from the embedder's by
 *     less than {@link TinyModel#TOLERANCE}.
 */
public record ReferenceVector(
        String text, @Nullable String prompt, @JsonProperty("input_ids") int[] tokenIds, @JsonProperty("embedding") float[] vector) {}

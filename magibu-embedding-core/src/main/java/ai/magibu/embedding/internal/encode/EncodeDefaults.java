package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The defaults of a call.
 *
 * @param maxTokens the most tokens of a text, for all calls
 * @param dimension the length of the vectors
 */
public record EncodeDefaults(int maxTokens, int dimension, OnTooLong onTooLong) {

    /**
     * Returns the requested number of dimensions, or else the model's own.
     *
     * @throws IllegalArgumentException if the model has fewer
     */
    public static int dimension(@Nullable Integer requested, ModelConfig config) {
        Integer chosen = requested == null ? config.truncateDimension() : requested;
        int dimension = chosen == null ? config.dimension() : chosen;
        if (dimension < 1 || dimension > config.dimension()) {
            throw new IllegalArgumentException("dimensions must be 1 to " + config.dimension() + " (the model's), not " + dimension);
        }
        return dimension;
    }

    /**
     * Returns the requested limit, or else the model's own.
     *
     * @throws IllegalArgumentException if the model has a lower one, or no text would fit
     */
    public static int maxTokens(@Nullable Integer requested, ModelConfig config, TextTokenizer tokenizer) {
        int limit = requested == null ? config.maxTokens() : requested;
        if (limit > config.maxTokens() || limit <= tokenizer.specialTokens()) {
            throw new IllegalArgumentException("maxTokens must be " + (tokenizer.specialTokens() + 1) + " to " + config.maxTokens()
                    + " (the model's), not " + limit);
        }
        return limit;
    }
}

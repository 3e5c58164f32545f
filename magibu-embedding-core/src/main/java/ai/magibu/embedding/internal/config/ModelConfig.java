package ai.magibu.embedding.internal.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a SentenceTransformers directory says of itself in JSON.
 *
 * @param transformerFolder where {@code config.json}, the weights and the tokenizer lie
 * @param heads the modules after the pooling, in order
 * @param maxTokens the most tokens of a text, prompt and special tokens included
 * @param tokenizerSettings the settings of the tokenizer outside {@code tokenizer.json}
 * @param truncateDimension the vector length the model itself asks for ({@code truncate_dim}); null for all of it
 * @param files the JSON files that were read
 */
public record ModelConfig(
        Path transformerFolder,
        GemmaConfig gemma,
        PoolingConfig pooling,
        List<OutputModule> heads,
        Prompts prompts,
        int maxTokens,
        TokenizerSettings tokenizerSettings,
        @Nullable Integer truncateDimension,
        List<Path> files) {

    /** The length of the vectors before any cut. */
    public int dimension() {
        int dimension = gemma.hiddenSize();
        for (OutputModule head : heads) {
            if (head instanceof OutputModule.Dense dense) {
                dimension = dense.outFeatures();
            }
        }
        return dimension;
    }

    /** Whether the model's vectors have length 1. */
    public boolean normalizes() {
        return !heads.isEmpty() && heads.get(heads.size() - 1) instanceof OutputModule.Normalize;
    }
}

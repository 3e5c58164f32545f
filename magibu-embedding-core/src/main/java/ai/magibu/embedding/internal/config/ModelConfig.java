package ai.magibu.embedding.internal.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a SentenceTransformers folder's JSON files.
 *
 * @param transformerFolder the folder of {@code config.json}, the weights and the tokenizer
 * @param outputModules the modules after the pooling, in order
 * @param maxTokens the most tokens of a text, prompt and special tokens included
 * @param tokenizerSettings the settings of the tokenizer outside {@code tokenizer.json}
 * @param truncateDimension the vector length that the model itself sets ({@code truncate_dim}); null for the whole vector
 * @param files the JSON files that were read
 */
public record ModelConfig(
        Path transformerFolder,
        GemmaConfig gemma,
        PoolingConfig pooling,
        List<OutputModule> outputModules,
        Prompts prompts,
        int maxTokens,
        TokenizerSettings tokenizerSettings,
        @Nullable Integer truncateDimension,
        List<Path> files) {

    /** The length of the vectors before any cut. */
    public int dimension() {
        int dimension = gemma.hiddenSize();
        for (OutputModule module : outputModules) {
            if (module instanceof OutputModule.Dense dense) {
                dimension = dense.outFeatures();
            }
        }
        return dimension;
    }

    /** Returns whether the model's vectors have length 1. */
    public boolean normalizes() {
        return !outputModules.isEmpty() && outputModules.get(outputModules.size() - 1) instanceof OutputModule.Normalize;
    }
}

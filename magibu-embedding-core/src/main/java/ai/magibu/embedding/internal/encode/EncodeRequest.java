package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.internal.config.ModelConfig;

/** How a call encodes: its options, completed by the embedder's defaults and checked. */
record EncodeRequest(Prompt prompt, Matryoshka matryoshka, OnTooLong onTooLong) {

    /** @throws IllegalArgumentException if the model does not define the prompt, or does not have that many dimensions */
    static EncodeRequest of(EncodeOptions options, ModelConfig config, EncodeDefaults defaults) {
        if (options == null) {
            throw new IllegalArgumentException("the options are null");
        }
        config.prompts().acceptsTitle(options.prompt()); // rejects an unknown prompt even if there is no text
        int dimensions = options.dimensions() == null ? defaults.dimension() : EncodeDefaults.dimension(options.dimensions(), config);
        return new EncodeRequest(
                options.prompt(),
                new Matryoshka(dimensions, config.normalizes()),
                options.onTooLong() == null ? defaults.onTooLong() : options.onTooLong());
    }
}

package ai.magibu.embedding.api;

import org.jspecify.annotations.Nullable;

/**
 * How one call encodes. Immutable; starts from {@link #defaults()}.
 *
 * @param prompt which of the model's prompts goes before each text; default {@link Prompt#DEFAULT}
 * @param dimensions the vector's length (Matryoshka: cut to the first components, then L2-normalised again where the model
 *     normalises); null for the embedder's own. Valid: 1 to the model's dimension; anything else is refused when used
 * @param onTooLong null for the embedder's own
 */
public record EncodeOptions(Prompt prompt, @Nullable Integer dimensions, @Nullable OnTooLong onTooLong) {

    private static final EncodeOptions DEFAULTS = new EncodeOptions(Prompt.DEFAULT, null, null);

    /** The model's default prompt, the embedder's own dimension and policy. */
    public static EncodeOptions defaults() {
        return DEFAULTS;
    }

    /** {@link #defaults()} with that prompt. */
    public static EncodeOptions of(Prompt prompt) {
        return DEFAULTS.withPrompt(prompt);
    }

    public EncodeOptions withPrompt(Prompt newPrompt) {
        return new EncodeOptions(newPrompt, dimensions, onTooLong);
    }

    public EncodeOptions withDimensions(@Nullable Integer newDimensions) {
        return new EncodeOptions(prompt, newDimensions, onTooLong);
    }

    public EncodeOptions withOnTooLong(@Nullable OnTooLong newOnTooLong) {
        return new EncodeOptions(prompt, dimensions, newOnTooLong);
    }
}

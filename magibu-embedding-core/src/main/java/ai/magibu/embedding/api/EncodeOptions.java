package ai.magibu.embedding.api;

import ai.magibu.hub.internal.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The options of one call. Immutable; start from {@link #defaults()}.
 *
 * @param prompt the prompt before each text; default {@link Prompt#DEFAULT}
 * @param dimensions the length of the vectors, from 1 to the model's dimension, checked when used. They are cut to their first
 *     components and normalized again if the model normalizes (Matryoshka). Null for the embedder's setting
 * @param onTooLong the policy for a text that is too long; null for the embedder's setting
 */
public record EncodeOptions(Prompt prompt, @Nullable Integer dimensions, @Nullable OnTooLong onTooLong) {

    private static final EncodeOptions DEFAULTS = new EncodeOptions(Prompt.DEFAULT, null, null);

    /** @throws IllegalArgumentException if the prompt is null */
    public EncodeOptions {
        Arguments.requireSet("prompt", prompt);
    }

    /** Returns the options with the model's default prompt and the embedder's settings. */
    public static EncodeOptions defaults() {
        return DEFAULTS;
    }

    /** Returns {@link #defaults()} with a prompt. */
    public static EncodeOptions of(Prompt prompt) {
        return DEFAULTS.withPrompt(prompt);
    }

    /** Returns these options with another prompt. */
    public EncodeOptions withPrompt(Prompt newPrompt) {
        return new EncodeOptions(newPrompt, dimensions, onTooLong);
    }

    /** Returns these options with another length of the vectors; null for the embedder's setting. */
    public EncodeOptions withDimensions(@Nullable Integer newDimensions) {
        return new EncodeOptions(prompt, newDimensions, onTooLong);
    }

    /** Returns these options with another policy for texts that are too long; null for the embedder's setting. */
    public EncodeOptions withOnTooLong(@Nullable OnTooLong newOnTooLong) {
        return new EncodeOptions(prompt, dimensions, newOnTooLong);
    }
}

package ai.magibu.server.tei;

import ai.magibu.server.encode.Inputs;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /embed}. Other keys are ignored.
 *
 * @param truncate whether texts that are too long are truncated; null for the server's setting
 * @param truncationDirection only {@code right}
 * @param promptName the name of one of the model's prompts; null for the server's default
 * @param normalize only true
 * @param dimensions the length of the vectors
 */
record EmbedRequest(
        @Nullable Inputs inputs,
        @Nullable Boolean truncate,
        @JsonProperty("truncation_direction") @Nullable String truncationDirection,
        @JsonProperty("prompt_name") @Nullable String promptName,
        @Nullable Boolean normalize,
        @Nullable Integer dimensions) {}

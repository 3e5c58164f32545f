package ai.magibu.server.openai;

import ai.magibu.server.encode.Inputs;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/embeddings}. Other keys, such as {@code user}, are ignored.
 *
 * @param model the served name, alone or followed by a prompt
 * @param encodingFormat {@code float} or {@code base64}
 * @param dimensions the length of the vectors
 * @param inputType {@code query} or {@code document}; not part of OpenAI's protocol
 * @param prompt a prompt's name; not part of OpenAI's protocol
 * @param titles the titles of the texts; not part of OpenAI's protocol
 */
record EmbeddingsRequest(
        @Nullable Inputs input,
        @Nullable String model,
        @JsonProperty("encoding_format") @Nullable String encodingFormat,
        @Nullable Integer dimensions,
        @JsonProperty("input_type") @Nullable String inputType,
        @Nullable String prompt,
        @Nullable List<@Nullable String> titles) {}

package ai.magibu.onednn;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text and what sentence-transformers computes of it in float32.
 *
 * @param prompt the prompt's name; null for the model's default
 */
record Golden(String text, @Nullable String prompt, @JsonProperty("input_ids") int[] ids, float[] embedding) {

    static List<Golden> of(String model) {
        try {
            return List.of(new JsonMapper().readValue(Models.file(model, "golden.json").toFile(), Golden[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Passage passage() {
        return Passage.of(text);
    }

    EncodeOptions options() {
        return EncodeOptions.of(prompt == null ? Prompt.DEFAULT : Prompt.named(prompt));
    }
}

package ai.magibu.embedding;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text and what sentence-transformers makes of it; written by {@code reference/make_fixture.py}.
 *
 * @param prompt the prompt's name; null for the model's default
 */
record Golden(String text, @Nullable String prompt, @JsonProperty("input_ids") int[] ids, float[] embedding) {

    /** The largest difference of a component in fp32: rounding, and nothing else. */
    static final float TOLERANCE = 5e-6f;

    static List<Golden> of(String model) {
        Path own = Models.directory(model).resolveSibling("golden.json");
        // the second layout of tiny has the same vectors
        return read(Files.exists(own) ? own : Models.directory("tiny").resolveSibling("golden.json"));
    }

    static List<Golden> read(Path file) {
        try {
            return List.of(new JsonMapper().readValue(file.toFile(), Golden[].class));
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

    /** The largest difference of any component. */
    float distance(float[] vector) {
        if (vector.length != embedding.length) {
            throw new AssertionError("expected " + embedding.length + " components, found " + vector.length);
        }
        float largest = 0;
        for (int i = 0; i < vector.length; i++) {
            float difference = Math.abs(vector[i] - embedding[i]);
            largest = Float.isNaN(difference) ? Float.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}

package ai.magibu.embedding;

import ai.magibu.embedding.api.Prompt;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text and what sentence-transformers makes of it; the files are written by {@code reference/make_fixture.py}. */
record Golden(String text, @Nullable String prompt, int[] input_ids, float[] embedding) {

    static List<Golden> read(String model) {
        try {
            return List.of(new JsonMapper().readValue(Models.path(model).resolve("golden.json").toFile(), Golden[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Prompt promptOrNone() {
        return prompt == null ? Prompt.NONE : Prompt.named(prompt);
    }
}

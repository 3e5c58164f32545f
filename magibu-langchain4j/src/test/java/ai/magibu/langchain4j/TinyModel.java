package ai.magibu.langchain4j;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Core's smallest test model, and what sentence-transformers computed with it. */
final class TinyModel {

    private static final Path FOLDER = Path.of("..", "magibu-embedding-core", "src", "test", "resources", "models", "tiny");

    static final Path DIRECTORY = FOLDER.resolve("model");

    private TinyModel() {}

    /** One reference vector: the text, the name of the prompt before it (null for none), and what Python made of it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Golden(
            String text, @Nullable String prompt, @JsonProperty("input_ids") List<Integer> inputIds, float[] embedding) {}

    static MagibuEmbedder load(Path cache) {
        return builder(cache).load();
    }

    static EmbedderSettings.Builder builder(Path cache) {
        return MagibuEmbedder.builder().model(DIRECTORY).cacheDirectory(cache).onTooLong(OnTooLong.TRUNCATE);
    }

    /** The goldens of that prompt, null for those without one. */
    static List<Golden> goldens(@Nullable String prompt) throws IOException {
        Golden[] all = new ObjectMapper().readValue(FOLDER.resolve("golden.json").toFile(), Golden[].class);
        return List.of(all).stream()
                .filter(golden -> prompt == null ? golden.prompt() == null : prompt.equals(golden.prompt()))
                .toList();
    }
}

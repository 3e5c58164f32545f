package ai.magibu.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The demo model computes the same vectors as in Python, where {@code demo-model/make_demo_model.py} made it. */
class DemoModelGoldenTest {

    record Golden(String text, String prompt, float[] embedding) {}

    @Test
    void vectorsAreThoseOfSentenceTransformers(@TempDir Path folder) throws Exception {
        try (MagibuEmbedder embedder = MagibuEmbedder.builder()
                .model("classpath:/demo/model/")
                .cacheDirectory(folder.resolve("cache"))
                .load();
                InputStream file = getClass().getResourceAsStream("/demo-model-golden.json")) {
            List<Golden> goldens = List.of(JsonMapper.shared().readValue(file, Golden[].class));
            assertThat(goldens).isNotEmpty().allSatisfy(golden -> {
                Prompt prompt = golden.prompt() == null ? Prompt.NONE : Prompt.parse(golden.prompt());
                float[] vector = embedder.embed(Passage.of(golden.text()), EncodeOptions.of(prompt)).vector();
                assertThat(vector).hasSameSizeAs(golden.embedding());
                for (int i = 0; i < vector.length; i++) {
                    assertThat(vector[i]).isCloseTo(golden.embedding()[i], offset(5e-6f));
                }
            });
        }
    }
}

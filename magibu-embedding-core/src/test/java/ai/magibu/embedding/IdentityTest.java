package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class IdentityTest {

    @TempDir
    private Path folder;

    private String identity(Path model, UnaryOperator<EmbedderSettings.Builder> settings) {
        try (MagibuEmbedder embedder = settings.apply(
                MagibuEmbedder.builder().model(model).cacheDirectory(folder.resolve("cache")))
                .load()) {
            return embedder.identity();
        }
    }

    @Test
    void settingsThatChangeVectorsChangeTheIdentityAndOthersDoNot() {
        Path model = Models.directory("tiny");
        String identity = ModelInfo.read(model).identity();

        assertThat(identity).matches("[0-9a-f]{64}-fp32-96d-384t");
        assertThat(identity(model, settings -> settings)).isEqualTo(identity);
        assertThat(identity(model,
                settings -> settings.dimensions(96).maxTokens(384).precision(Precision.FP32).threads(1).maxBatchTokens(400)))
                .isEqualTo(identity);
        Set<String> others = new HashSet<>(Set.of(
                identity,
                identity(model, settings -> settings.dimensions(64)),
                identity(model, settings -> settings.maxTokens(100)),
                identity(model, settings -> settings.precision(Precision.INT8)),
                identity(Models.directory("tiny-v6"), settings -> settings)));
        assertThat(others).hasSize(5).allMatch(other -> other.matches("\\S+"));
    }

    @Test
    void copyOrExportOfAModelHasItsIdentity() throws Exception {
        Path model = Models.directory("tiny");
        Path copy = Models.copy("tiny", folder.resolve("copy"));
        ModelExporter.export(model, Precision.INT8, folder.resolve("exported"));

        assertThat(identity(copy, settings -> settings)).isEqualTo(ModelInfo.read(model).identity());
        assertThat(identity(folder.resolve("exported"), settings -> settings))
                .isEqualTo(identity(model, settings -> settings.precision(Precision.INT8)))
                .isEqualTo(ModelInfo.read(folder.resolve("exported")).identity());
    }

    @Test
    void dimensionsThatTheModelItselfAsksForCount() throws Exception {
        Path copy = Models.copy("tiny", folder.resolve("copy"));
        Path config = copy.resolve("config_sentence_transformers.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"truncate_dim\": 32,"));

        assertThat(identity(copy, settings -> settings)).endsWith("-fp32-32d-384t").isEqualTo(ModelInfo.read(copy).identity());
        assertThat(identity(copy, settings -> settings.dimensions(96))).endsWith("-fp32-96d-384t");
    }
}

package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.HubSettings;
import ai.magibu.it.hub.TestHub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model by its name on a hub: downloaded, loaded, and the reference's vectors come out. */
class HubModelTest {

    @TempDir
    Path folder;

    private final TestHub hub = new TestHub().add("owner/tiny", TestHub.COMMIT, Models.directory("tiny"));

    @AfterEach
    void stop() {
        hub.close();
    }

    private ModelSource source() {
        return ModelSource.parse("owner/tiny", HubSettings.of(hub.environment(folder.resolve("hub"))));
    }

    @Test
    void vectorsAreTheReferences() {
        try (MagibuEmbedder embedder =
                MagibuEmbedder.builder().model(source()).cacheDirectory(folder.resolve("cache")).load()) {
            for (Golden golden : Golden.of("tiny")) {
                float[] vector = embedder.embed(golden.passage(), golden.options()).vector();
                assertThat(golden.distance(vector)).as(golden.text()).isLessThan(Golden.TOLERANCE);
            }
            assertThat(embedder.info().source()).isEqualTo("owner/tiny");
            assertThat(embedder.info().name()).isEqualTo("tiny");
            assertThat(embedder.info().revision()).isEqualTo(TestHub.COMMIT);
            assertThat(embedder.info().directory()).endsWith(Path.of("snapshots", TestHub.COMMIT));
        }
    }

    @Test
    void infoIsThatOfTheFolderButForWhereItCameFrom() {
        ModelInfo info = ModelInfo.read(source());

        assertThat(info)
                .usingRecursiveComparison()
                .ignoringFields("source", "revision", "directory")
                .isEqualTo(ModelInfo.read(Models.directory("tiny")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/owner/tiny", "/owner/tiny/", "/owner/tiny/tree/main", "/owner/tiny/commit/" + TestHub.COMMIT, "/owner/tiny?x=y#z"})
    void modelFromItsPageHasItsName(String path) {
        ModelInfo info = ModelInfo.read(ModelSource.parse(hub.address() + path, HubSettings.of(hub.environment(folder.resolve("hub")))));
        assertThat(info.name()).isEqualTo("tiny");
        assertThat(info.source()).isEqualTo(hub.address() + path);
    }

    @Test
    void tokenizerNeedsNoWeights() {
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(source())) {
            assertThat(tokenizer.count("Bugün hava çok güzel.")).isEqualTo(5);
        }
        assertThat(hub.requests()).noneMatch(request -> request.path().endsWith(".safetensors"));
    }

    @Test
    void exportedModelMayLieOnAHubToo() {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, exported);
        hub.add("owner/exported", TestHub.COMMIT, exported);

        ModelSource source = ModelSource.parse("owner/exported", HubSettings.of(hub.environment(folder.resolve("hub"))));
        try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(source).cacheDirectory(folder.resolve("cache")).load()) {
            Golden golden = Golden.of("tiny").get(0);
            assertThat(golden.distance(embedder.embed(golden.passage(), golden.options()).vector())).isLessThan(Golden.TOLERANCE);
        }
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void exportTakesItToo() {
        Path output = folder.resolve("onnx");
        ModelExporter.export(source(), Precision.FP32, output);

        assertThat(List.of("model.onnx", "tokenizer.json", "config_sentence_transformers.json"))
                .allSatisfy(name -> assertThat(output.resolve(name)).isNotEmptyFile());
    }
}

package ai.magibu.embedding.source;

import static ai.magibu.it.hub.TestHub.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.hub.HubSettings;
import ai.magibu.it.hub.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a model that are downloaded from a hub, and what is said about those that it lacks. */
class HubSourceTest {

    private static final String MODEL = "owner/tiny";
    private static final List<String> NEEDED = List.of(
            "modules.json", "config_sentence_transformers.json", "sentence_bert_config.json", "config.json", "tokenizer.json",
            "tokenizer_config.json", "1_Pooling/config.json", "2_Dense/config.json", "3_Dense/config.json", "model.safetensors",
            "2_Dense/model.safetensors", "3_Dense/model.safetensors");

    @TempDir
    Path cache;

    private final Map<String, byte[]> files = new TreeMap<>(TestHub.files(Models.directory("tiny")));
    private final TestHub hub = new TestHub();

    @BeforeEach
    void publish() {
        for (String other : List.of("README.md", "pytorch_model.bin", "onnx/model.onnx", "image.png", "tokenizer.model")) {
            files.put(other, other.getBytes(StandardCharsets.UTF_8));
        }
        hub.add(MODEL, COMMIT, files);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubSettings settings(String... environment) {
        return HubSettings.of(hub.environment(cache, environment));
    }

    private ResolvedModel resolve(String model, String... environment) {
        return ModelSource.parse(model, settings(environment)).resolve();
    }

    private void assertFails(Reason reason, String model, List<String> environment, String... messageParts) {
        assertThatThrownBy(() -> resolve(model, environment.toArray(String[]::new)))
                .isInstanceOfSatisfying(ModelSourceException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .hasMessageContainingAll(messageParts);
    }

    @Test
    void exactlyTheNeededFilesAreFetched() {
        ResolvedModel model = resolve(MODEL);

        assertThat(model).isEqualTo(new ResolvedModel(MODEL, COMMIT, cache.resolve("models--owner--tiny/snapshots").resolve(COMMIT)));
        Map<String, byte[]> fetched = TestHub.files(model.folder());
        assertThat(fetched.keySet()).containsExactlyInAnyOrderElementsOf(NEEDED);
        fetched.forEach((name, content) -> assertThat(content).as(name).isEqualTo(files.get(name)));
        assertThat(hub.requests()).noneMatch(request -> request.path().contains("pytorch") || request.path().contains("onnx"));
    }

    @Test
    void tokenizerComesWithoutTheWeights() {
        ResolvedModel model = ModelSource.parse(MODEL, settings()).resolve(ModelParts.WITHOUT_WEIGHTS, cache);

        assertThat(TestHub.files(model.folder()).keySet())
                .containsExactlyInAnyOrderElementsOf(NEEDED.stream().filter(name -> !name.endsWith(".safetensors")).toList());
    }

    @Test
    void shardsAreFetchedWithTheirIndex() {
        hub.add("owner/sharded", COMMIT, Models.directory("grouped-heads"));

        assertThat(TestHub.files(resolve("owner/sharded").folder()).keySet())
                .contains("model.safetensors.index.json", "model-00001-of-00003.safetensors", "model-00003-of-00003.safetensors");
    }

    /** A model from the hub has the same settings as the same model from a folder. */
    @Test
    void settingsWithOneOfTheirOtherNamesAreFetched() {
        files.put("sentence_roberta_config.json", files.remove("sentence_bert_config.json"));
        hub.add(MODEL, COMMIT, files);

        assertThat(TestHub.files(resolve(MODEL).folder())).containsKey("sentence_roberta_config.json");
    }

    @Test
    void modelIsFoundAgainWithoutARequest() {
        hub.add("owner/sharded", COMMIT, Models.directory("no-normalize")); // lacks optional files
        for (String model : List.of(MODEL, "owner/sharded")) {
            resolve(model + "@" + COMMIT);
            hub.requests().clear();
            assertThat(resolve(model + "@" + COMMIT).revision()).isEqualTo(COMMIT);
            assertThat(resolve(model + "@" + COMMIT, "HF_HUB_OFFLINE", "1").revision()).isEqualTo(COMMIT);
            assertThat(hub.requests()).isEmpty();
        }
    }

    @Test
    void offlineAHalfDownloadedModelIsRejectedByWhatItLacks() throws IOException {
        Files.delete(resolve(MODEL).folder().resolve("2_Dense/model.safetensors"));

        assertFails(Reason.OFFLINE, MODEL, List.of("HF_HUB_OFFLINE", "1"), "2_Dense/model.safetensors", "download it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"modules.json", "config.json", "tokenizer.json", "model.safetensors", "2_Dense/config.json",
            "3_Dense/model.safetensors"})
    void missingFileIsNamed(String file) {
        files.remove(file);
        hub.add(MODEL, COMMIT, files);

        assertFails(Reason.NOT_FOUND, MODEL, List.of(), "owner/tiny has no " + file);
    }

    @Test
    void modelWithPickledWeightsAloneSaysWhatToDo() {
        files.put("pytorch_model.bin", files.remove("model.safetensors"));
        hub.add(MODEL, COMMIT, files);

        assertFails(Reason.NOT_FOUND, MODEL, List.of(), "safe_serialization=True");
    }

    @Test
    void failuresOfTheHubKeepTheirReasons() {
        hub.needToken("hf_other");
        assertFails(Reason.ACCESS, MODEL, List.of(), "gated", "set HF_TOKEN");
        assertFails(Reason.OFFLINE, MODEL, List.of("HF_HUB_OFFLINE", "1"), "HF_HUB_OFFLINE", "owner/tiny");
        assertFails(Reason.SETTINGS, MODEL, List.of("HF_ENDPOINT", "nowhere"), "HF_ENDPOINT");
        assertFails(Reason.SETTINGS, hub.address() + "/owner/tiny", List.of("HF_ENDPOINT", "nowhere"), "HF_ENDPOINT");
        assertFails(Reason.ACCESS, MODEL, List.of("HF_TOKEN", "a b"), "HF_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "/etc", "a/../../b", "..", ".", "a//b", "C:", "a\\\\b", "..\\\\x", "a\\u0000b", "a\\nb"})
    void moduleThatLeadsOutIsNotFollowed(String path) {
        files.put("modules.json", ("[{\"path\": \"" + path + "\", \"type\": \"sentence_transformers.models.Transformer\"}]")
                .getBytes(StandardCharsets.UTF_8));
        hub.add(MODEL, COMMIT, files);

        assertFails(Reason.INTEGRITY, MODEL, List.of(), "not a path inside the repository");
        assertThat(hub.requests()).allMatch(request -> request.path().matches("/owner/tiny/resolve/[^/]+/[a-z_]+\\.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../../x", "/etc/passwd", "..\\\\x"})
    void shardThatLeadsOutIsNotFollowed(String shard) {
        files.remove("model.safetensors");
        files.put("model.safetensors.index.json", ("{\"weight_map\": {\"a\": \"" + shard + "\"}}").getBytes(StandardCharsets.UTF_8));
        hub.add(MODEL, COMMIT, files);

        assertFails(Reason.INTEGRITY, MODEL, List.of(), "not a path inside the repository");
    }
}

package ai.magibu.hub;

import static ai.magibu.it.hub.TestHub.COMMIT;
import static ai.magibu.it.hub.TestHub.LATER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.it.hub.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that are downloaded, their layout in the cache, and when no request is made. */
@Tag("locale")
class HubTest {

    private static final String MODEL = "owner/tiny";
    @TempDir
    Path cache;

    private final Map<String, byte[]> files = new TreeMap<>(TinyRepository.files());
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

    private Hub client(String... environment) {
        return new Hub(HubSettings.of(hub.environment(cache, environment)).withPause(pause -> {}));
    }

    private HubSnapshot resolve(String model, String... environment) {
        return TinyRepository.download(client(environment), model);
    }

    private void assertFails(Reason reason, String model, List<String> environment, String... messageParts) {
        assertThatThrownBy(() -> resolve(model, environment.toArray(String[]::new)))
                .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .hasMessageContainingAll(messageParts);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void cacheThatOthersCanWriteIsRejectedByName() throws IOException {
        Path snapshot = resolve(MODEL).folder();
        for (Path path : List.of(cache.resolve("models--owner--tiny"), snapshot.getParent(), snapshot)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertFails(Reason.STORAGE, MODEL, List.of(), path + " can be written by other users", "HF_HUB_CACHE");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(resolve(MODEL).folder()).isEqualTo(snapshot);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "may have no links")
    void optionalFileWhoseContentIsGoneIsNotAbsent() throws IOException {
        Path prompts = resolve(MODEL).folder().resolve("config_sentence_transformers.json");
        Files.delete(prompts.toRealPath());

        assertFails(Reason.OFFLINE, MODEL, List.of("HF_HUB_OFFLINE", "1"), prompts + " is a link to a missing file");
        resolve(MODEL);
        assertThat(prompts).hasBinaryContent(files.get("config_sentence_transformers.json"));
    }

    @Test
    void cacheHasTheLayoutOfHuggingfaceHub() throws IOException {
        Path folder = resolve(MODEL).folder();
        Path repository = cache.resolve("models--owner--tiny");

        assertThat(repository.resolve("refs/main")).hasContent(COMMIT);
        Path config = folder.resolve("1_Pooling/config.json");
        String hash = TestHub.gitHash(files.get("1_Pooling/config.json"));
        assertThat(config).isSymbolicLink();
        assertThat(Files.readSymbolicLink(config)).isEqualTo(Path.of("../../../blobs", hash));
        assertThat(repository.resolve("blobs").resolve(hash)).isRegularFile();
        Path weights = folder.resolve("model.safetensors");
        assertThat(Files.readSymbolicLink(weights)).isEqualTo(Path.of("../../blobs", TestHub.sha256(files.get("model.safetensors"))));
        assertThat(repository.resolve("blobs")).isDirectoryNotContaining(path -> path.toString().endsWith(".incomplete"));
        assertThat(cache.resolve(".locks/models--owner--tiny")).isDirectoryContaining("glob:**.lock");
    }

    @Test
    void withoutLinksTheCacheHasCopies() throws IOException {
        Path folder = resolve(MODEL, "HF_HUB_DISABLE_SYMLINKS", "1").folder();

        Path weights = folder.resolve("model.safetensors");
        assertThat(weights).isRegularFile().hasBinaryContent(files.get("model.safetensors"));
        assertThat(Files.isSymbolicLink(weights)).isFalse();
        assertThat(TestHub.files(folder).keySet()).containsExactlyInAnyOrderElementsOf(TinyRepository.NAMES);
    }

    @Test
    void secondTimeOneSmallRequestFindsThatNothingMoved() {
        resolve(MODEL);
        hub.requests().clear();
        resolve(MODEL);

        assertThat(hub.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("HEAD");
            assertThat(request.path()).isEqualTo("/owner/tiny/resolve/main/modules.json");
        });
    }

    @Test
    void wholeCommitInTheCacheNeedsNoRequest() {
        Map<String, byte[]> fewer = new TreeMap<>(files);
        fewer.remove("tokenizer_config.json");
        hub.add("owner/fewer", COMMIT, fewer);
        for (String model : List.of(MODEL, "owner/fewer")) {
            resolve(model + "@" + COMMIT);
            hub.requests().clear();
            assertThat(resolve(model + "@" + COMMIT).commit()).isEqualTo(COMMIT);
            assertThat(hub.requests()).isEmpty();
        }
    }

    @Test
    void branchThatMovedIsFollowedAndSharesWhatDidNotChange() throws IOException {
        resolve(MODEL);
        Map<String, byte[]> later = new HashMap<>(files);
        later.put("config_sentence_transformers.json", "{}".getBytes(StandardCharsets.UTF_8));
        hub.add(MODEL, LATER_COMMIT, later);
        hub.requests().clear();

        HubSnapshot moved = resolve(MODEL);

        assertThat(moved.commit()).isEqualTo(LATER_COMMIT);
        assertThat(moved.folder().resolve("config_sentence_transformers.json")).hasContent("{}");
        assertThat(hub.requests().stream().filter(request -> request.method().equals("GET")))
                .singleElement()
                .matches(request -> request.isFor("config_sentence_transformers.json"));
        assertThat(resolve(MODEL + "@" + COMMIT).commit()).as("the earlier one stays").isEqualTo(COMMIT);
        assertThat(cache.resolve("models--owner--tiny/refs/main")).hasContent(LATER_COMMIT);
    }

    @Test
    void revisionsHaveNamesWithSlashes() {
        hub.name(MODEL, "refs/pr/3", COMMIT);

        assertThat(resolve(MODEL + "@refs/pr/3").commit()).isEqualTo(COMMIT);
        assertThat(hub.requests().get(0).path()).isEqualTo("/owner/tiny/resolve/refs%2Fpr%2F3/modules.json");
        assertThat(cache.resolve("models--owner--tiny/refs/refs/pr/3")).hasContent(COMMIT);
    }

    @Test
    void offlineTheCacheIsAskedAndNothingElse() {
        resolve(MODEL);
        hub.requests().clear();

        assertThat(resolve(MODEL, "HF_HUB_OFFLINE", "1").commit()).isEqualTo(COMMIT);
        assertThat(resolve(MODEL + "@" + COMMIT, "HF_HUB_OFFLINE", "yes").commit()).isEqualTo(COMMIT);
        assertFails(Reason.OFFLINE, MODEL + "@v2", List.of("HF_HUB_OFFLINE", "1"), "HF_HUB_OFFLINE", "owner/tiny@v2");
        assertFails(Reason.OFFLINE, "owner/other", List.of("HF_HUB_OFFLINE", "TRUE"), cache.toString());
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void offlineAHalfDownloadedModelIsRejectedByWhatItLacks() throws IOException {
        Files.delete(resolve(MODEL).folder().resolve("2_Dense/model.safetensors"));

        assertFails(Reason.OFFLINE, MODEL, List.of("HF_HUB_OFFLINE", "1"), "2_Dense/model.safetensors", "download it first");
        resolve(MODEL);
        assertThat(resolve(MODEL, "HF_HUB_OFFLINE", "1").commit()).isEqualTo(COMMIT);
    }

    @Test
    void offlineSettingIsNotTakenForAVariable() {
        Hub offline = new Hub(HubSettings.of(hub.environment(cache)).withOffline(true));
        assertThatThrownBy(() -> TinyRepository.download(offline, MODEL))
                .hasMessageContaining("requests to the hub are disabled")
                .hasMessageNotContaining("HF_HUB_OFFLINE is set");
    }

    @ParameterizedTest
    @CsvSource({
            "HF_ENDPOINT, hub.example", "HF_HUB_ETAG_TIMEOUT, soon", "HF_HUB_DOWNLOAD_TIMEOUT, 1.5", "HTTP_PROXY, socks5://127.0.0.1:1"})
    void invalidSettingIsAnErrorEvenIfTheCacheHasTheModel(String name, String value) {
        resolve(MODEL);

        assertFails(Reason.SETTINGS, MODEL, List.of(name, value), name);
        assertFails(Reason.SETTINGS, MODEL + "@" + COMMIT, List.of(name, value), name);
        assertFails(Reason.SETTINGS, "owner/other", List.of(name, value), name);
        assertThat(resolve(MODEL, name, value, "HF_HUB_OFFLINE", "1").commit()).isEqualTo(COMMIT);
    }

    @Test
    void withoutNetworkTheCachedModelIsUsed() {
        resolve(MODEL);
        hub.close();

        assertThat(resolve(MODEL).commit()).isEqualTo(COMMIT);
        assertFails(Reason.NETWORK, "owner/other", List.of(), "127.0.0.1", "cannot be reached", "from a folder");
    }

    @Test
    void hubThatFailsOrRejectsLeavesTheCachedModelInUse() {
        resolve(MODEL);
        for (int status : List.of(401, 403, 429, 500, 503)) {
            hub.repair();
            hub.requests().clear();
            hub.breakHub(exchange -> {
                exchange.sendResponseHeaders(status, -1);
                return true;
            });
            assertThat(resolve(MODEL).commit()).as("status " + status).isEqualTo(COMMIT);
            assertThat(hub.requests()).as("no waiting where the cache will do").hasSize(1);
        }
    }

    @Test
    void revisionThatBreaksOffHalfWayLeavesTheOneBeforeInUse() {
        resolve(MODEL);
        Map<String, byte[]> later = new HashMap<>(files);
        later.put("model.safetensors", new byte[1000]);
        hub.add(MODEL, LATER_COMMIT, later);
        hub.breakStorage(exchange -> {
            exchange.sendResponseHeaders(503, -1);
            return true;
        });

        assertThat(resolve(MODEL).commit()).isEqualTo(COMMIT);
        assertThat(resolve(MODEL, "HF_HUB_OFFLINE", "1").commit()).isEqualTo(COMMIT);
        hub.repair();
        assertThat(resolve(MODEL).commit()).isEqualTo(LATER_COMMIT);
    }

    @Test
    void absencesThatPythonNotedNeedNoRequest() throws IOException {
        Path folder = resolve(MODEL + "@" + COMMIT).folder();
        Path repository = folder.getParent().getParent();
        Files.delete(folder.resolve("tokenizer_config.json"));
        Files.createDirectories(repository.resolve("trees"));
        Files.writeString(
                repository.resolve("trees").resolve(COMMIT + ".json"),
                "{\"format_version\": 1, \"files\": {\"modules.json\": {\"size\": 1}}}");
        hub.requests().clear();

        assertThat(resolve(MODEL + "@" + COMMIT).folder().resolve("tokenizer_config.json")).doesNotExist();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void cacheThatCannotBeWrittenServesWhatItHas() throws IOException {
        Path folder = resolve(MODEL).folder();
        Path refs = cache.resolve("models--owner--tiny/refs");
        hub.name(MODEL, "v1", COMMIT);
        Files.delete(refs.resolve("main"));
        Files.delete(refs);
        Files.writeString(refs, "in the way"); // root may write to a read-only folder, but not into a file

        assertThat(resolve(MODEL + "@v1").folder()).isEqualTo(folder);
    }
}

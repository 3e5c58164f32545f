package ai.magibu.hub;

import static ai.magibu.it.hub.TestHub.COMMIT;
import static ai.magibu.it.hub.TestHub.LATER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.it.hub.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a data set by glob, in nested folders, by revision, from the hub and from the cache. */
@Tag("locale")
class HubDatasetTest {

    private static final RepositoryId DATA = RepositoryId.dataset("owner/questions");

    @TempDir
    Path cache;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final TestHub hub = new TestHub();

    @BeforeEach
    void publish() {
        for (String name : List.of(
                "README.md", "data/test-00000-of-00001.parquet", "data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet",
                "corpus/tr/0000.parquet", "corpus/tr/ığüşöç.jsonl", "qrels/test.tsv")) {
            files.put(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
        }
        hub.add("datasets/owner/questions", COMMIT, files);
        hub.add("owner/questions", LATER_COMMIT, Map.of("config.json", new byte[3])); // a model of the same name
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Hub client(String... environment) {
        return new Hub(HubSettings.of(hub.environment(cache, environment)).withPause(pause -> {}));
    }

    private void assertFails(Reason reason, String revision, String glob, List<String> environment, String... messageParts) {
        assertThatThrownBy(() -> client(environment.toArray(String[]::new)).download(DATA, revision, glob))
                .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .hasMessageContainingAll(messageParts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "data/*.parquet | data/test-00000-of-00001.parquet data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet",
            "**.parquet | corpus/tr/0000.parquet data/test-00000-of-00001.parquet data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet",
            "data/train-* | data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet",
            "corpus/** | corpus/tr/0000.parquet corpus/tr/ığüşöç.jsonl",
            "*.md | README.md",
            "qrels/test.tsv | qrels/test.tsv"
    })
    void filesAreSelectedByGlob(String glob, String expected) {
        HubSnapshot snapshot = client().download(DATA, Hub.MAIN, glob);

        assertThat(snapshot.repository()).isEqualTo(DATA);
        assertThat(snapshot.commit()).isEqualTo(COMMIT);
        assertThat(snapshot.folder()).isEqualTo(cache.resolve("datasets--owner--questions/snapshots").resolve(COMMIT));
        assertThat(snapshot.files()).containsExactly(expected.split(" "));
        assertThat(TestHub.files(snapshot.folder())).containsOnlyKeys(snapshot.files());
        assertThat(snapshot.files()).allSatisfy(
                name -> assertThat(snapshot.folder().resolve(name)).hasBinaryContent(files.get(name)));
    }

    @Test
    void everyFileIsSelectedWithoutAGlob() {
        assertThat(client().download(DATA, Hub.MAIN).files()).containsExactlyElementsOf(files.keySet());
    }

    @Test
    void severalGlobsAndAPredicateSelectToo() {
        assertThat(client().download(DATA, Hub.MAIN, "*.md", "qrels/*").files()).containsExactly("README.md", "qrels/test.tsv");
        assertThat(client().download(DATA, Hub.MAIN, name -> name.endsWith(".tsv")).files()).containsExactly("qrels/test.tsv");
    }

    @Test
    void modelsAreListedToo() {
        HubSnapshot model = client().download(RepositoryId.model("owner/questions"), Hub.MAIN, "*.json");

        assertThat(model.commit()).isEqualTo(LATER_COMMIT);
        assertThat(model.folder()).isEqualTo(cache.resolve("models--owner--questions/snapshots").resolve(LATER_COMMIT));
    }

    @Test
    void revisionIsPinned() {
        client().download(DATA, COMMIT, "qrels/*");
        hub.requests().clear();
        hub.add("datasets/owner/questions", LATER_COMMIT, Map.of("qrels/test.tsv", "changed".getBytes(StandardCharsets.UTF_8)));

        HubSnapshot pinned = client().download(DATA, COMMIT, "qrels/*");
        assertThat(pinned.folder().resolve("qrels/test.tsv")).hasContent("content of qrels/test.tsv");
        assertThat(hub.requests()).isEmpty();

        HubSnapshot moved = client().download(DATA, Hub.MAIN, "qrels/*");
        assertThat(moved.commit()).isEqualTo(LATER_COMMIT);
        assertThat(moved.folder().resolve("qrels/test.tsv")).hasContent("changed");
    }

    @Test
    void branchesAndTagsAreFound() {
        hub.name("datasets/owner/questions", "refs/convert/parquet", COMMIT);

        assertThat(client().download(DATA, "refs/convert/parquet", "data/test*").commit()).isEqualTo(COMMIT);
        assertThat(hub.requests().get(0).path()).isEqualTo("/api/datasets/owner/questions/revision/refs%2Fconvert%2Fparquet");
        assertThat(cache.resolve("datasets--owner--questions/refs/refs/convert/parquet")).hasContent(COMMIT);
        assertFails(Reason.NOT_FOUND, "v9", "*", List.of(), "the data set owner/questions has no branch, tag or commit \"v9\"");
    }

    @Test
    void moreFilesOfTheSameCommitNeedNoNewList() {
        client().download(DATA, COMMIT, "qrels/*");
        hub.requests().clear();
        client().download(DATA, COMMIT, "qrels/*", "*.md");

        assertThat(hub.requests()).extracting(TestHub.Request::path)
                .containsExactly("/datasets/owner/questions/resolve/" + COMMIT + "/README.md");
    }

    @Test
    void cachedFilesNeedOneSmallRequestForABranch() {
        client().download(DATA, Hub.MAIN, "**.parquet");
        hub.requests().clear();
        client().download(DATA, Hub.MAIN, "**.parquet");

        assertThat(hub.requests()).extracting(TestHub.Request::path).containsExactly("/api/datasets/owner/questions/revision/main");
    }

    @Test
    void offlineTheCacheIsComplete() throws IOException {
        HubSnapshot online = client().download(DATA, Hub.MAIN, "data/*");
        hub.requests().clear();

        assertThat(client("HF_HUB_OFFLINE", "1").download(DATA, Hub.MAIN, "data/*")).isEqualTo(online);
        assertFails(
                Reason.OFFLINE, Hub.MAIN, "**.parquet", List.of("HF_HUB_OFFLINE", "1"), "all of the data set owner/questions",
                "corpus/tr/0000.parquet");
        assertFails(Reason.OFFLINE, "v1", "data/*", List.of("HF_HUB_OFFLINE", "1"), "the data set owner/questions@v1");
        Files.delete(cache.resolve("datasets--owner--questions/trees").resolve(COMMIT + ".json"));
        assertFails(Reason.OFFLINE, Hub.MAIN, "data/*", List.of("HF_HUB_OFFLINE", "1"), "the list of its files is not in the cache");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void withoutNetworkTheLastKnownCommitIsUsed() {
        HubSnapshot online = client().download(DATA, Hub.MAIN, "data/*");
        hub.close();

        assertThat(client().download(DATA, Hub.MAIN, "data/*")).isEqualTo(online);
    }

    @Test
    void listOfFilesIsWrittenAsPythonReadsIt() throws IOException {
        client().download(DATA, Hub.MAIN, "*.md");

        JsonNode tree = new JsonMapper().readTree(
                Files.readAllBytes(cache.resolve("datasets--owner--questions/trees").resolve(COMMIT + ".json")));
        assertThat(tree.path("format_version").asInt()).isEqualTo(1);
        assertThat(tree.path("files").fieldNames()).toIterable().containsExactlyElementsOf(files.keySet());
        byte[] small = files.get("qrels/test.tsv");
        assertThat(tree.at("/files/qrels~1test.tsv").toString())
                .isEqualTo("{\"size\":" + small.length + ",\"blob_id\":\"" + TestHub.gitHash(small) + "\"}");
        byte[] large = files.get("corpus/tr/0000.parquet");
        JsonNode entry = tree.at("/files/corpus~1tr~10000.parquet");
        assertThat(entry.path("lfs_sha256").asText()).isEqualTo(TestHub.sha256(large));
        assertThat(entry.path("lfs_size").asInt()).isEqualTo(large.length);
        assertThat(entry.path("blob_id").asText()).matches("[0-9a-f]{40}");
    }

    @Test
    void patternWithoutAFileNamesSomeThatExist() {
        assertFails(Reason.NOT_FOUND, Hub.MAIN, "*.csv", List.of(), "the data set owner/questions", "README.md");
        assertThatThrownBy(() -> client().download(RepositoryId.dataset("owner/none"), Hub.MAIN, "*"))
                .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ACCESS))
                .hasMessageContaining("has no public data set owner/none (401); check the name");
    }

    @Test
    void tokenOpensAGatedDataSet() {
        hub.needToken("hf_abc");

        assertFails(Reason.ACCESS, Hub.MAIN, "*", List.of(), "the data set owner/questions is gated",
                hub.address() + "/datasets/owner/questions");
        assertThat(client("HF_TOKEN", "hf_abc").download(DATA, Hub.MAIN, "**.parquet").files()).hasSize(4);
        assertThat(hub.requests()).filteredOn(request -> request.path().startsWith("/blob/")).hasSize(4).noneMatch(
                request -> request.headers().toString().contains("hf_abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "a\\\\x", "C:x", "a\u202Excod.exe", "\u2066a", "b\u2069/a"})
    void listedFileThatLeadsOutIsRejected(String name) {
        files.put(name, new byte[1]);
        hub.add("datasets/owner/questions", COMMIT, files);

        assertFails(Reason.INTEGRITY, Hub.MAIN, "*.md", List.of(), "not a path inside the repository");
        assertThat(cache.resolve("datasets--owner--questions/snapshots")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "[{\"type\": \"file\", \"path\": \"a\", \"oid\": \"nothing\", \"size\": 1}]", "<html>", "", "[{\"type\": \"file\"",
            "{\"error\": 1"
    })
    void answerThatIsNotAListIsRejected(String answer) {
        hub.breakHub(exchange -> {
            if (!exchange.getRequestURI().getPath().contains("/tree/")) {
                return false;
            }
            TestHub.send(exchange, answer.getBytes(StandardCharsets.UTF_8));
            return true;
        });

        assertFails(Reason.INTEGRITY, Hub.MAIN, "*", List.of(), hub.address(), "HF_ENDPOINT");
    }

    @Test
    void listWithoutAnEndIsRejected() {
        hub.breakHub(exchange -> {
            String path = exchange.getRequestURI().getRawPath();
            if (path.contains("/tree/")) {
                exchange.getResponseHeaders().set("Link", "<" + hub.address() + path + "?recursive=true>; rel=\"next\"");
            }
            return false;
        });

        hub.add("datasets/owner/questions", COMMIT, Map.of("a", new byte[1]));
        assertFails(Reason.INTEGRITY, Hub.MAIN, "*", List.of(), "does not respond like a hub");
    }

    /** Answers the requests for the list of files. */
    private void list(String json, String link) {
        hub.breakHub(exchange -> {
            if (!exchange.getRequestURI().getPath().contains("/tree/")
                    || String.valueOf(exchange.getRequestURI().getQuery()).contains("cursor=")) {
                return false;
            }
            exchange.getResponseHeaders().set("Link", "<" + link + ">; rel=\"next\"");
            TestHub.send(exchange, json.getBytes(StandardCharsets.UTF_8));
            return true;
        });
    }

    @Test
    void pageOfFoldersIsPartOfTheList() {
        list("[{\"type\": \"directory\", \"path\": \"a\"}, {\"type\": \"directory\", \"path\": \"b\"}]",
                "/api/datasets/owner/questions/tree/" + COMMIT + "?recursive=true&cursor=0");

        assertThat(client().download(DATA, Hub.MAIN, "qrels/*").files()).containsExactly("qrels/test.tsv");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "file:///etc/passwd", "ftp://127.0.0.1/x", "mailto:a@b", "http:", "http:///x", "//", "http://a b/", "https://127.0.0.1/x",
            "STORAGE/x"
    })
    void nextPageElsewhereIsNotRequested(String link) {
        list("[{\"type\": \"directory\", \"path\": \"a\"}]", link.replace("STORAGE", hub.storageAddress()));

        assertFails(Reason.INTEGRITY, Hub.MAIN, "*", List.of("HF_TOKEN", "hf_abc"),
                hub.address()
                        + " continues the list of the files of the data set owner/questions at an address that is invalid or not its own");
        assertThat(hub.requests()).extracting(TestHub.Request::path).containsExactly(
                "/api/datasets/owner/questions/revision/main", "/api/datasets/owner/questions/tree/" + COMMIT);
    }

    @Test
    void failedQuestionIsNamedByItsAddress() {
        hub.breakHub(exchange -> {
            exchange.sendResponseHeaders(418, -1);
            return true;
        });

        assertFails(Reason.NETWORK, Hub.MAIN, "*", List.of(),
                hub.address() + " answers 418 for " + hub.address() + "/api/datasets/owner/questions/revision/main of owner/questions");
    }

    @Test
    void emptyDataSetHasNoFiles() {
        hub.add("datasets/owner/questions", COMMIT, Map.of());

        assertFails(Reason.NOT_FOUND, Hub.MAIN, "*", List.of(),
                "the data set owner/questions has none of the wanted files; it has no files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EntryNotFound", ""})
    void listedFileThatIsMissingIsNamed(String code) {
        hub.breakHub(exchange -> {
            if (!exchange.getRequestURI().getPath().endsWith("/qrels/test.tsv")) {
                return false;
            }
            if (code.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                TestHub.error(exchange, 404, code);
            }
            return true;
        });

        assertFails(Reason.NOT_FOUND, Hub.MAIN, "qrels/*", List.of(), "the data set owner/questions lists the file qrels/test.tsv, but",
                "does not have it (404)");
    }

    @Test
    void damagedContentIsDeleted() {
        hub.breakStorage(exchange -> {
            TestHub.send(exchange, new byte[hub.blobOf(exchange).length]);
            return true;
        });

        assertFails(Reason.INTEGRITY, Hub.MAIN, "data/test*", List.of(), "data/test-00000-of-00001.parquet", "hash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"questions", "a/b/c", "a--b/c", "-a/b", "a/b.git", "ö/b", "/b", "a/", ""})
    void namesThatTheHubDoesNotAllowAreRejected(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> RepositoryId.dataset(id)).withMessageContaining("data set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../main", "", "a b", "/x"})
    void invalidRevisionIsRejected(String revision) {
        assertThatIllegalArgumentException().isThrownBy(() -> client().download(DATA, revision, "*")).withMessageContaining("revision");
    }
}

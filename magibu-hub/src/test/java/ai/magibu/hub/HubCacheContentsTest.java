package ai.magibu.hub;

import static ai.magibu.it.hub.TestHub.COMMIT;
import static ai.magibu.it.hub.TestHub.LATER_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.it.hub.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing, checking and deleting in the cache. */
class HubCacheContentsTest {

    @TempDir
    Path cache;

    private final Map<String, byte[]> files = TinyRepository.files();
    private final TestHub hub = new TestHub();
    private HubCacheContents contents;

    /** Two revisions of one model, which differ in one file, and another model. */
    @BeforeEach
    void fill() {
        contents = new HubCacheContents(settings(cache));
        hub.add("owner/tiny", COMMIT, files);
        resolve("owner/tiny");
        files.put("config_sentence_transformers.json", "{}".getBytes(StandardCharsets.UTF_8));
        hub.add("owner/tiny", LATER_COMMIT, files);
        resolve("owner/tiny");
        hub.add("a-b/x_y.z", COMMIT, files);
        resolve("a-b/x_y.z@" + COMMIT);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private HubSettings settings(Path folder, String... environment) {
        return HubSettings.of(hub.environment(folder, environment));
    }

    private void resolve(String model, String... environment) {
        TinyRepository.download(new Hub(settings(cache, environment)), model);
    }

    private CachedRepository tiny() {
        return contents.repository("owner/tiny").orElseThrow();
    }

    private CachedRevision earlier() {
        return tiny().revisions().get(0);
    }

    @Test
    void modelsAndTheirRevisionsAreListed() throws IOException {
        Files.createDirectories(cache.resolve("datasets--owner--data/snapshots"));
        assertThat(contents.repositories()).extracting(CachedRepository::id)
                .containsExactly("a-b/x_y.z", "owner/tiny", "datasets/owner/data");
        long size = files.values().stream().mapToLong(content -> content.length).sum();
        assertThat(tiny().revisions()).satisfiesExactly(
                earlier -> {
                    assertThat(earlier.commit()).isEqualTo(COMMIT);
                    assertThat(earlier.refs()).isEmpty();
                },
                later -> {
                    assertThat(later.commit()).isEqualTo(LATER_COMMIT);
                    assertThat(later.refs()).containsExactly("main");
                    assertThat(later.files()).isEqualTo(12);
                    assertThat(later.bytes()).isEqualTo(size);
                    assertThat(later.lastUsed()).isAfter(Instant.now().minus(Duration.ofMinutes(5)));
                });
        assertThat(tiny().bytes()).as("what both have counts once").isBetween(size, size + 2000);
    }

    @Test
    void emptyCacheHasNothing() {
        assertThat(new HubCacheContents(settings(cache.resolve("none"))).repositories()).isEmpty();
    }

    @Test
    void soundCacheIsFoundSound() {
        List<String> problems = new ArrayList<>();
        assertThat(contents.verify(tiny(), problems::add)).isEqualTo(13);
        assertThat(problems).isEmpty();
    }

    @Test
    void damageAndLossAreFound() throws IOException {
        Path weights = earlier().folder().resolve("model.safetensors").toRealPath();
        byte[] damaged = files.get("model.safetensors").clone();
        damaged[7] ^= 1;
        Files.write(weights, damaged);
        Files.delete(earlier().folder().resolve("config.json").toRealPath());
        List<String> problems = new ArrayList<>();

        assertThat(contents.verify(tiny(), problems::add)).isEqualTo(11);
        assertThat(problems).hasSize(3).anyMatch(problem -> problem.equals(weights + " is damaged")).filteredOn(
                problem -> problem.endsWith("config.json leads nowhere")).hasSize(2);
    }

    @Test
    void revisionGoesWithoutWhatOthersHave() {
        CacheRemoval removal = contents.removal(tiny(), earlier());
        assertThat(removal.bytes()).isEqualTo(TinyRepository.files().get("config_sentence_transformers.json").length);
        removal.execute();

        assertThat(tiny().revisions()).extracting(CachedRevision::commit).containsExactly(LATER_COMMIT);
        List<String> problems = new ArrayList<>();
        assertThat(contents.verify(tiny(), problems::add)).isEqualTo(12);
        assertThat(problems).isEmpty();
        resolve("owner/tiny", "HF_HUB_OFFLINE", "1");
    }

    @Test
    void revisionGoesWithItsBranch() {
        contents.removal(tiny(), tiny().revisions().get(1)).execute();

        assertThat(cache.resolve("models--owner--tiny/refs/main")).doesNotExist();
        assertThat(tiny().revisions()).extracting(CachedRevision::commit).containsExactly(COMMIT);
        resolve("owner/tiny"); // fetched again
        assertThat(tiny().revisions()).hasSize(2);
    }

    @Test
    void modelGoesWhole() {
        CacheRemoval removal = contents.removal(tiny());
        assertThat(removal.bytes()).isEqualTo(tiny().bytes());
        removal.execute();

        assertThat(contents.repositories()).extracting(CachedRepository::id).containsExactly("a-b/x_y.z");
        assertThat(cache.resolve(".locks/models--owner--tiny")).doesNotExist();
        assertThat(cache.resolve("models--owner--tiny")).doesNotExist();
    }

    @Test
    void dataSetIsListedVerifiedAndDeleted() throws IOException {
        hub.add("datasets/owner/tiny", COMMIT, Map.of("README.md", new byte[] {1, 2, 3})); // a model has the same name
        new Hub(settings(cache)).download(RepositoryId.dataset("owner/tiny"), Hub.MAIN);
        CachedRepository data = contents.repository("datasets/owner/tiny").orElseThrow();
        assertThat(data.kind()).isEqualTo(RepositoryId.Kind.DATASET);
        assertThat(data.name()).isEqualTo("owner/tiny");
        assertThat(data.revisions()).singleElement().satisfies(revision -> assertThat(revision.refs()).containsExactly("main"));
        List<String> problems = new ArrayList<>();
        assertThat(contents.verify(data, problems::add)).isEqualTo(1);
        assertThat(problems).isEmpty();
        Files.writeString(data.revisions().get(0).folder().resolve("README.md").toRealPath(), "damaged");
        assertThat(contents.verify(data, problems::add)).isZero();
        assertThat(problems).hasSize(1);

        contents.removal(data).execute();

        assertThat(contents.repository("datasets/owner/tiny")).isEmpty();
        assertThat(tiny().revisions()).hasSize(2);
    }

    @Test
    void linkInTheCacheIsDeletedAndNotWhatItLeadsTo(@TempDir Path outside) throws IOException {
        Path precious = Files.writeString(outside.resolve("precious"), "x");
        Files.createSymbolicLink(earlier().folder().resolve("link"), outside);
        contents.removal(tiny()).execute();

        assertThat(precious).exists();
    }

    @Test
    void cacheThatIsNamedByARelativePathIsTheSame() {
        Path relative = Path.of("").toAbsolutePath().relativize(cache).resolve(".");
        HubCacheContents same = new HubCacheContents(settings(relative));
        assertThat(same.unreferenced()).isEqualTo(contents.unreferenced()).isNotEmpty();
    }

    @Test
    void unreferencedIsWhatNoBranchAndNoRevisionHas() throws IOException {
        Path blobs = cache.resolve("models--owner--tiny/blobs");
        Path abandoned = Files.writeString(blobs.resolve("0".repeat(64) + ".magibu.incomplete"), "part");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path growing = Files.writeString(blobs.resolve("1".repeat(64) + ".incomplete"), "part");

        List<CacheRemoval> removals = contents.unreferenced();
        assertThat(removals).extracting(CacheRemoval::what).containsExactly(
                "a-b/x_y.z " + COMMIT, "owner/tiny " + COMMIT, "owner/tiny: contents of no revision");
        removals.forEach(CacheRemoval::execute);

        assertThat(abandoned).doesNotExist();
        assertThat(growing).exists();
        assertThat(tiny().revisions()).extracting(CachedRevision::commit).containsExactly(LATER_COMMIT);
        resolve("owner/tiny", "HF_HUB_OFFLINE", "1");
    }
}

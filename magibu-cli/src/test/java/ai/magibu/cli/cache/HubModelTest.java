package ai.magibu.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.hub.Hub;
import ai.magibu.hub.HubSettings;
import ai.magibu.hub.RepositoryId;
import ai.magibu.it.hub.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models by their names on the hub, and the caches they fill. */
class HubModelTest {

    @TempDir
    private Path folder;

    private final TestHub hub = new TestHub().add("owner/tiny", TestHub.COMMIT, TinyModel.folder());

    @BeforeEach
    void rejectTheGatedModel() {
        hub.breakHub(exchange -> {
            boolean gated = exchange.getRequestURI().getPath().startsWith("/owner/gated/");
            if (gated) {
                TestHub.error(exchange, 401, "GatedRepo");
            }
            return gated;
        });
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Path snapshot() {
        return hubCache().resolve("models--owner--tiny/snapshots").resolve(TestHub.COMMIT);
    }

    private Path hubCache() {
        return folder.resolve("hub");
    }

    private Cli cli() {
        return new Cli().hub(HubSettings.of(hub.environment(hubCache())));
    }

    private Cli.Result run(String... args) {
        return cli().execute(args);
    }

    private Cli.Result cache(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "cache";
        System.arraycopy(args, 0, all, 1, args.length);
        all[all.length - 2] = "--cache";
        all[all.length - 1] = folder.resolve("compiled").toString();
        return run(all);
    }

    private Cli.Result embed(String model) {
        return cli().in("{\"text\":\"" + "Bugün hava çok güzel." + "\"}\n")
                .execute("embed", "--model", model, "--cache", folder.resolve("compiled").toString(), "--input", "-", "--output", "-");
    }

    @Test
    void downloadPrintsTheFolder() {
        Cli.Result result = run("download", "owner/tiny");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(Cli.line(snapshot().toString()));
        assertThat(result.err()).isEmpty();
        assertThat(snapshot().resolve("model.safetensors")).isNotEmptyFile();
        assertThat(run("download", "owner/tiny", "--revision", TestHub.COMMIT).out()).isEqualTo(result.out());
    }

    @Test
    void downloadShowsABarOnATerminal() {
        Cli.Result result = cli().onTerminal().execute("download", "owner/tiny");

        assertThat(result.err()).contains("\rmodel.safetensors  [", "] ", " % ", " MB/s").endsWith("\r");
    }

    @Test
    void everyCommandTakesTheName() throws IOException {
        Cli.Result embedded = embed("owner/tiny");
        assertThat(embedded.status()).as(embedded.err()).isZero();
        JsonNode vector = Cli.JSON.readTree(embedded.out()).get("embedding");
        Cli.Result fromFolder = embed(Cli.MODEL);
        assertThat(Cli.JSON.treeToValue(vector, float[].class))
                .containsExactly(Cli.JSON.treeToValue(Cli.JSON.readTree(fromFolder.out()).get("embedding"), float[].class), within(0f));

        assertThat(run("info", "--model", "owner/tiny").lines())
                .contains("Model            owner/tiny", "Revision         " + TestHub.COMMIT, "Layers           7");
        assertThat(Cli.JSON.readTree(run("info", "--json", "--model", "owner/tiny@" + TestHub.COMMIT).out()).get("source").textValue())
                .isEqualTo("owner/tiny@" + TestHub.COMMIT);
        assertThat(cli().in("Bugün hava çok güzel.\n").execute("tokens", "--model", "owner/tiny").out()).startsWith("{\"tokens\":5,");
        assertThat(run("export", "--model", "owner/tiny", "--output", folder.resolve("onnx").toString()).status()).isZero();
    }

    @Test
    void tokensNeedNoWeights() {
        cli().in("a\n").execute("tokens", "--model", "owner/tiny");

        assertThat(snapshot().resolve("tokenizer.json")).exists();
        assertThat(snapshot().resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void modelThatCannotBeHadIsOneLine() {
        Cli.Result gated = run("download", "owner/gated");
        assertThat(gated.status()).isEqualTo(1);
        assertThat(gated.err().lines()).singleElement().asString().startsWith("magibu: ").contains("owner/gated is gated", "HF_TOKEN");
        Cli.Result revision = run("download", "owner/tiny@v9");
        assertThat(revision.status()).isEqualTo(1);
        assertThat(revision.err().lines()).singleElement().asString().contains("no branch, tag or commit \"v9\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/owner/tiny", "owner/ti ny", "classpath:/models/x/", " "})
    void whatIsNoModelIsAUsageError(String model) {
        assertThat(run("info", "--model", model).status()).isEqualTo(2);
        assertThat(run("download", model).status()).isEqualTo(2);
    }

    @Test
    void downloadTakesNoFolderAndNoTwoRevisions() {
        assertThat(run("download", Cli.MODEL).err()).contains("is a folder");
        assertThat(run("download", "owner/tiny@main", "--revision", "main").err()).contains("given twice");
    }

    @Test
    void cacheListShowsDownloadsAndCompiledGraphs() {
        assertThat(cache("list").lines()).filteredOn("  nothing"::equals).hasSize(2);
        embed("owner/tiny");

        Cli.Result list = cache("list");
        assertThat(list.status()).isZero();
        assertThat(list.out())
                .contains("Downloaded models, in " + hubCache(), "MB  owner/tiny", TestHub.COMMIT + " (main), 12 files, last used 2")
                .contains(
                        "Compiled graphs, in " + folder.resolve("compiled"), "MB  fp32 of owner/tiny@" + TestHub.COMMIT + ", last used 2");
    }

    @Test
    void cacheVerifyFindsDamage() throws IOException {
        run("download", "owner/tiny");
        assertThat(cache("verify")).isEqualTo(new Cli.Result(0, Cli.line("owner/tiny: 12 intact files"), ""));
        Files.writeString(snapshot().resolve("config.json").toRealPath(), "{}");

        Cli.Result damaged = cache("verify", "owner/tiny");
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.out()).contains("11 intact files", " is damaged");
        assertThat(cache("verify", "owner/other").status()).isEqualTo(2);
    }

    @Test
    void cacheVerifyFindsDamageInCompiledGraphs() throws IOException {
        embed("owner/tiny");
        embed(Cli.MODEL);
        Cli.Result sound = cache("verify");
        assertThat(sound.status()).as(sound.out()).isZero();
        assertThat(sound.lines()).contains("fp32 of owner/tiny@" + TestHub.COMMIT + ": intact");
        Path data;
        try (Stream<Path> files = Files.walk(folder.resolve("compiled"))) {
            data = files.filter(file -> file.endsWith("model.onnx.data")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(data);
        bytes[bytes.length / 2] ^= 1;
        Files.write(data, bytes);

        for (Cli.Result damaged : List.of(cache("verify"), cache("verify", "owner/tiny"))) {
            assertThat(damaged.status()).isEqualTo(1);
            assertThat(damaged.lines()).contains("fp32 of owner/tiny@" + TestHub.COMMIT + ": damaged", "  " + data + " is damaged");
        }
        embed("owner/tiny");
        assertThat(cache("verify").status()).as("it was made again").isZero();
    }

    @Test
    void abandonedCompilationsAreListedAndCleaned() throws IOException {
        Path left = Files.createDirectories(folder.resolve("compiled/graphs/0123456789abcdef0123456789abcdef-int8-v6.tmp"));
        Files.write(left.resolve("model.onnx.data"), new byte[1_500_000]);

        assertThat(cache("list").out()).contains("1.5 MB  int8 of an unknown model", "unfinished");
        assertThat(cache("clean", "--unreferenced", "--yes").out()).contains("1.5 MB  unfinished int8", "Deleted.");
        assertThat(left).doesNotExist();
    }

    @Test
    void modelsPageIsTaken() {
        Cli.Result result = run("download", hub.address() + "/owner/tiny/tree/main");
        assertThat(result.out()).isEqualTo(Cli.line(snapshot().toString()));
        assertThat(run("download", hub.address() + "/owner/tiny", "--revision", "main").status()).isEqualTo(2);
    }

    @Test
    void cacheCleanDeletesAModelAndItsCompiledGraphs() {
        embed("owner/tiny");
        Cli.Result dry = cache("clean", "owner/tiny", "--dry-run");
        assertThat(dry.status()).isZero();
        assertThat(dry.lines()).hasSize(3).last().asString().matches(" +\\d+\\.\\d MB  in all; nothing was deleted");
        assertThat(snapshot()).exists();

        Cli.Result clean = cache("clean", "owner/tiny", "--yes");
        assertThat(clean.status()).isZero();
        assertThat(clean.lines()).last().isEqualTo("Deleted.");
        assertThat(cache("list").lines()).filteredOn("  nothing"::equals).hasSize(2);
    }

    @Test
    void dataSetIsListedVerifiedAndCleaned() {
        hub.add("datasets/owner/tiny", TestHub.COMMIT, Map.of("README.md", new byte[] {1, 2, 3}));
        run("download", "owner/tiny");
        new Hub(HubSettings.of(hub.environment(hubCache()))).download(RepositoryId.dataset("owner/tiny"), Hub.MAIN);

        assertThat(cache("list").lines()).anyMatch(line -> line.endsWith("  datasets/owner/tiny")).anyMatch(
                line -> line.endsWith("  owner/tiny"));
        assertThat(cache("verify", "datasets/owner/tiny").lines()).first().isEqualTo("datasets/owner/tiny: 1 intact file");
        assertThat(cache("clean", "datasets/owner/tiny", "--yes").lines()).last().isEqualTo("Deleted.");
        assertThat(cache("list").out()).doesNotContain("datasets/").contains("owner/tiny");
    }

    @Test
    void cacheCleanTakesARevision() {
        run("download", "owner/tiny");

        assertThat(cache("clean", "owner/tiny@v9", "--yes").err()).contains("no revision of owner/tiny is called \"v9\"");
        assertThat(cache("clean", "owner/tiny@0123456", "--yes").status()).isZero();
        assertThat(snapshot()).doesNotExist();
    }

    @Test
    void cacheCleanOfWhatNothingRefersToLeavesTheRest() {
        run("download", "owner/tiny");
        assertThat(cache("clean", "--unreferenced", "--yes").lines()).singleElement().asString().contains("0.0 MB  in all");
        run("cache", "clean", "owner/tiny", "--yes");
        run("download", "owner/tiny@" + TestHub.COMMIT); // no branch

        assertThat(cache("clean", "--unreferenced", "--yes").out()).contains("owner/tiny " + TestHub.COMMIT, "Deleted.");
        assertThat(snapshot()).doesNotExist();
    }

    @Test
    void cacheCleanAsksOnATerminalAndNowhereElse() {
        run("download", "owner/tiny");

        Cli.Result nobody = cache("clean", "owner/tiny");
        assertThat(nobody.status()).isEqualTo(2);
        assertThat(nobody.err()).contains("--yes");
        for (String answer : new String[] {"n\n", "\n", "", "yess\n"}) {
            Cli.Result kept = cli().onTerminal().in(answer).execute("cache", "clean", "owner/tiny");
            assertThat(kept.err()).isEqualTo("Delete? [y/N] ");
            assertThat(kept.lines()).last().isEqualTo("Nothing was deleted.");
            assertThat(snapshot()).exists();
        }
        assertThat(cli().onTerminal().in("Y\n").execute("cache", "clean", "owner/tiny").lines()).last().isEqualTo("Deleted.");
        assertThat(snapshot()).doesNotExist();
    }

    @Test
    void cacheNeedsToKnowWhat() {
        assertThat(run("cache").status()).isEqualTo(2);
        assertThat(run("cache", "clean").err()).contains("name a model, or use --unreferenced");
        assertThat(run("cache", "clean", "a/b", "--unreferenced").status()).isEqualTo(2);
        assertThat(run("help", "cache").out()).contains("list|verify|clean");
    }
}

package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.task.ScoredPairs;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.hub.Hub;
import ai.magibu.hub.HubException;
import ai.magibu.hub.HubSettings;
import ai.magibu.it.hub.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {

    private static final Task TASK = TaskCatalogue.trMteb().task("STSbTR");
    private static final String ROW = "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 4}\n";

    @TempDir
    Path folder;

    private final TestHub hub = new TestHub();

    @AfterEach
    void stop() {
        hub.close();
    }

    private static ScoredPairs read(DataFiles files) {
        return (ScoredPairs) TaskReader.read(TASK, "test", files);
    }

    private Path write(String name) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        return Files.writeString(folder.resolve(name), ROW);
    }

    private HubData hubData() {
        return new HubData(new Hub(HubSettings.of(hub.environment(folder.resolve("cache")))));
    }

    private void publish(String commit, String... names) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : names) {
            files.put(name, (name.endsWith(".md") ? "---\nlicense: mit\n---\n" : ROW).getBytes(StandardCharsets.UTF_8));
        }
        hub.add("datasets/trmteb/stsb-tr", commit, files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trmteb/stsb-tr", "trmteb__stsb-tr", "stsb-tr", "STSbTR"})
    void folderHasADataSetUnderEachOfFourNames(String name) throws IOException {
        write(name + "/test.jsonl");
        DataFiles files = new DataFolder(folder).open(TASK);

        assertThat(files.names()).containsExactly("test.jsonl");
        assertThat(files.revision()).isEqualTo("main");
        assertThat(read(files).gold()).containsExactly(0.8);
    }

    @Test
    void folderOfACommitTellsTheRevision() throws IOException {
        write("snapshots/" + TestHub.COMMIT + "/data/test.jsonl");

        assertThat(DataFolder.contents(folder.resolve("snapshots").resolve(TestHub.COMMIT)).revision()).isEqualTo(TestHub.COMMIT);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a privilege for links")
    void dataSetCanBeALink() throws IOException {
        write("elsewhere/test.jsonl");
        Files.createSymbolicLink(folder.resolve("stsb-tr"), folder.resolve("elsewhere"));

        assertThat(read(new DataFolder(folder).open(TASK)).gold()).containsExactly(0.8);
    }

    @Test
    void missingDataSetNamesTheExpectedFolders() throws IOException {
        write("other/test.jsonl");

        assertThatThrownBy(() -> new DataFolder(folder).open(TASK)).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll(folder.toString(), "trmteb/stsb-tr", "STSbTR", "trmteb__stsb-tr");
        assertThatThrownBy(() -> new DataFolder(folder.resolve("none"))).isInstanceOf(EvaluationException.class)
                .hasMessage(folder.resolve("none") + ": the folder does not exist.");
    }

    @Test
    void hubGivesOnlyTheFilesOfTheSplit() {
        publish(TestHub.COMMIT, "README.md", "data/test-00000-of-00001.jsonl", "data/train-00000-of-00001.jsonl", "extra/large.jsonl");
        DataFiles files = hubData().open(TASK);

        assertThat(files.revision()).isEqualTo(TestHub.COMMIT);
        assertThat(files.names()).hasSize(4);
        assertThat(read(files).first()).containsExactly("a");
        assertThat(hub.requests("GET", "data/test-00000-of-00001.jsonl")).hasSize(1);
        assertThat(hub.requests()).extracting(TestHub.Request::path).noneMatch(path -> path.contains("train") || path.contains("extra"));
    }

    @Test
    void hubWithoutReadmeIsReadByTheUsualNames() {
        publish(TestHub.COMMIT, ".gitattributes", "test.jsonl");

        assertThat(read(hubData().open(TASK)).second()).containsExactly("b");
    }

    @Test
    void filesOfAnOlderCommitAreForgotten() {
        publish(TestHub.COMMIT, "README.md", "test.jsonl");
        read(hubData().open(TASK));
        publish(TestHub.LATER_COMMIT, "README.md", "data/test.jsonl");
        DataFiles files = hubData().open(TASK);

        assertThat(files.revision()).isEqualTo(TestHub.LATER_COMMIT);
        assertThat(files.names()).containsExactly("README.md", "data/test.jsonl");
        assertThat(read(files).first()).containsExactly("a");
    }

    @Test
    void hubWithoutTheSplitNamesTheFiles() {
        publish(TestHub.COMMIT, "README.md", "train.jsonl");

        assertThatThrownBy(() -> read(hubData().open(TASK))).isInstanceOf(EvaluationException.class).hasMessageContainingAll(
                "The data set trmteb/stsb-tr@" + TestHub.COMMIT + " has no file of the split \"test\"", "README.md, train.jsonl");
    }

    @Test
    void folderComesBeforeTheHub() throws IOException {
        DataSource both = new DataFolder(folder).before(hubData());
        assertThatThrownBy(() -> both.open(TASK)).isInstanceOf(HubException.class).hasMessageContaining("trmteb/stsb-tr");

        publish(TestHub.COMMIT, "README.md", "test.jsonl");
        assertThat(both.open(TASK).revision()).isEqualTo(TestHub.COMMIT);

        write("stsb-tr/test.jsonl");
        hub.requests().clear();
        assertThat(both.open(TASK).names()).isEqualTo(List.of("test.jsonl"));
        assertThat(hub.requests()).isEmpty();
    }
}

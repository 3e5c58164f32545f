package ai.magibu.adaptation.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.Trained;
import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.internal.student.Student;
import ai.magibu.adaptation.internal.student.StudentSettings;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsIT {

    @TempDir
    private Path folder;

    private Student student;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        TrainingOptions options = TrainingOptions.builder().threads(1).trained(Trained.EMBEDDINGS).build();
        student = Student.open(CheckedModel.open(TinyModel.folder()), StudentSettings.of(options));
        checkpoints = new Checkpoints(folder, TinyModel.folder(), Map.of("seed", "1"));
    }

    @AfterEach
    void close() {
        student.close();
    }

    @Test
    void theLastTwoAreKeptAndTheLatestIsRestored() {
        TrainingState state = new TrainingState();
        for (int step = 1; step <= 3; step++) {
            state.add(new TrainingHistory.Step(step, 1e-3 / step, 1.0 / 3, 0.1 * step));
            checkpoints.save(student, state);
        }

        assertThat(folder).isDirectoryNotContaining("glob:**step-1").isDirectoryContaining("glob:**step-2");
        assertThat(checkpoints.restore(student, (path, reason) -> {}).history()).isEqualTo(state.history());
    }

    @Test
    void aCheckpointThatIsCutOffAnywhereIsIgnored() throws IOException {
        TrainingState state = new TrainingState();
        state.add(new TrainingHistory.Step(1, 0, 1, 1));
        Path checkpoint = checkpoints.save(student, state);
        for (String name : List.of("state.json", "model.safetensors")) {
            byte[] whole = Files.readAllBytes(checkpoint.resolve(name));
            int stride = Math.max(1, whole.length / 200);
            for (int length = 0; length < whole.length; length += length < 16 || whole.length - length < 16 ? 1 : stride) {
                Files.write(checkpoint.resolve(name), Arrays.copyOf(whole, length));
                List<Path> ignored = new ArrayList<>();

                assertThat(checkpoints.restore(student, (path, reason) -> ignored.add(path)).step()).as("%s, %s bytes", name, length)
                        .isZero();
                assertThat(ignored).containsExactly(checkpoint);
            }
            Files.write(checkpoint.resolve(name), whole);
        }
        assertThat(checkpoints.restore(student, (path, reason) -> {}).step()).isEqualTo(1);
    }

    @Test
    void aCheckpointWithAChangedByteIsIgnored() throws IOException {
        TrainingState state = new TrainingState();
        state.add(new TrainingHistory.Step(1, 0, 1, 1));
        Path checkpoint = checkpoints.save(student, state);
        for (String name : List.of("state.json", "model.safetensors", "SHA256SUMS")) {
            byte[] whole = Files.readAllBytes(checkpoint.resolve(name));
            for (int i = 0; i < whole.length; i += Math.max(1, whole.length / 20)) {
                byte[] changed = whole.clone();
                changed[i] ^= 1;
                Files.write(checkpoint.resolve(name), changed);

                assertThat(checkpoints.restore(student, (path, reason) -> {}).step()).as("%s, byte %s", name, i).isZero();
            }
            Files.write(checkpoint.resolve(name), whole);
        }
        assertThat(checkpoints.restore(student, (path, reason) -> {}).step()).isEqualTo(1);
    }

    @Test
    void damagedBestWeightsAreRejected() throws IOException {
        checkpoints.saveBest(student, new TrainingState());
        checkpoints.requireBest();
        Path weights = folder.resolve("best/model.safetensors");
        byte[] changed = Files.readAllBytes(weights);
        changed[changed.length - 1] ^= 1;
        Files.write(weights, changed);

        assertThatThrownBy(checkpoints::requireBest).isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith(folder.resolve("best") + ": the weights with the best mean cosine cannot be used");
        assertThatThrownBy(() -> checkpoints.restoreBest(student)).isInstanceOf(AdaptationException.class);
    }

    @Test
    void formerBestWeightsComeBackAfterAnInterruptedReplacement() throws IOException {
        checkpoints.saveBest(student, new TrainingState());
        Files.move(folder.resolve("best"), folder.resolve("best.former"));

        checkpoints.restore(student, (path, reason) -> {});

        checkpoints.requireBest();
        assertThat(folder.resolve("best.former")).doesNotExist();
    }

    @Test
    void aSettingThatIsNoLongerSetIsNamed() {
        new Checkpoints(folder, TinyModel.folder(), Map.of("seed", "1", "validation", "abc")).save(student, new TrainingState());

        assertThatThrownBy(() -> checkpoints.restore(student, (path, reason) -> {})).isInstanceOf(AdaptationException.class)
                .hasMessageContaining("validation was abc, now not set");
    }
}

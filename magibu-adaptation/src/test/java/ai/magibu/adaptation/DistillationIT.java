package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.RateSchedule;
import ai.magibu.adaptation.api.Trained;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingListener;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.api.TrainingProgress;
import ai.magibu.adaptation.api.WeightPrecision;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.evaluation.api.TextRole;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import ai.magibu.hub.internal.CacheLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistillationIT {

    @TempDir
    private Path temporary;

    private Path student;

    @BeforeEach
    void student() {
        student = NoisedStudent.write(temporary.resolve("student"));
    }

    @Test
    void aStudentComesCloserToItsTeacher() throws IOException {
        Path vectors = NoisedStudent.vectors(temporary.resolve("vectors.jsonl"), NoisedStudent.texts(300, 1));
        Path output = temporary.resolve("distilled");
        float[] before = teacherVector();

        TrainingHistory history = Distillation.of(student, List.of(vectors), output)
                .options(options().epochs(4).batch(16).rate(2e-3).validationShare(0.1).validateEvery(20).build())
                .evaluation("self-similarity", (encoder, folder) -> {
                    assertThat(folder).isEmptyDirectory();
                    return encoder.encode(List.of("deniz"), new TextRole("task", "STS", TextRole.Side.NONE)).vectors().size();
                })
                .run();

        List<TrainingHistory.Step> steps = history.steps();
        assertThat(steps).hasSize(4 * 17);
        assertThat(steps.get(steps.size() - 1).loss()).isLessThan(steps.get(0).loss() / 2);
        assertThat(history.validations()).extracting(TrainingHistory.Score::step).containsExactly(20, 40, 60, 68);
        assertThat(history.validations().get(3).value()).isGreaterThan(history.validations().get(0).value());
        assertThat(history.evaluations()).hasSize(4);
        assertThat(output).isDirectoryContaining("glob:**report.html").isDirectoryContaining("glob:**report.md");
        assertThat(output.resolve("README.md")).content().contains("Validation cosine", "| rate | `0.002` |");
        JsonNode origin = new JsonMapper().readTree(output.resolve("adaptation.json").toFile());
        assertThat(origin.at("/settings/student").textValue()).hasSize(64);
        assertThat(origin.at("/settings/vectors").textValue()).hasSize(64);
        assertThat(origin.path("texts").intValue()).isEqualTo(270);
        assertThat(temporary.resolve("distilled.training")).doesNotExist();
        assertThat(teacherVector()).isEqualTo(before); // two engines in one JVM
        try (MagibuEmbedder distilled = MagibuEmbedder.builder().model(output).cacheDirectory(TinyModel.cacheDirectory()).load()) {
            assertThat(distilled.encode("deniz")).hasSize(TinyModel.DIMENSION);
        }
    }

    @Test
    void aResumedTrainingGivesTheSameWeightsBitForBit() throws IOException {
        Path vectors = NoisedStudent.vectors(temporary.resolve("vectors.jsonl"), NoisedStudent.texts(60, 2));
        TrainingOptions options = options().epochs(2).batch(8).rate(1e-3).validationShare(0.1).validateEvery(4).saveEvery(3)
                .precision(WeightPrecision.F32).build();
        Distillation.of(student, List.of(vectors), temporary.resolve("whole")).options(options).run();
        Distillation interrupted = Distillation.of(student, List.of(vectors), temporary.resolve("parts")).options(options);
        assertThatThrownBy(() -> interrupted.listener(stopAfter(8)).run()).isInstanceOf(Stop.class);
        Path checkpoints = temporary.resolve("parts.training/checkpoints");
        cut(checkpoints.resolve("step-6/model.safetensors"));
        List<String> ignored = new ArrayList<>();
        List<Integer> started = new ArrayList<>();

        interrupted.resume(true).listener(new TrainingListener() {
            @Override
            public void ignored(Path checkpoint, String reason) {
                ignored.add(checkpoint.getFileName().toString());
            }

            @Override
            public void started(int step, int steps) {
                started.add(step);
            }
        }).run();

        assertThat(ignored).containsExactly("step-6");
        assertThat(started).containsExactly(3);
        for (String file : List.of("model.safetensors", "2_Dense/model.safetensors", "3_Dense/model.safetensors")) {
            assertThat(temporary.resolve("parts").resolve(file)).hasSameBinaryContentAs(temporary.resolve("whole").resolve(file));
        }
    }

    @Test
    void aCheckpointIsOnlyForItsSettingsAndData() throws IOException {
        Path vectors = NoisedStudent.vectors(temporary.resolve("vectors.jsonl"), NoisedStudent.texts(30, 3));
        Path output = temporary.resolve("distilled");
        assertThatThrownBy(() -> Distillation.of(student, List.of(vectors), output)
                .options(options().batch(8).saveEvery(1).build()).listener(stopAfter(2)).run()).isInstanceOf(Stop.class);

        assertThatThrownBy(() -> Distillation.of(student, List.of(vectors), output).options(options().batch(8).saveEvery(1).build()).run())
                .isInstanceOf(AdaptationException.class).hasMessageEndingWith("Resume it, or delete this folder.");
        assertThatThrownBy(() -> Distillation.of(student, List.of(vectors), output)
                .options(options().batch(8).saveEvery(1).rate(1e-4).build()).resume(true).run())
                .isInstanceOf(AdaptationException.class).hasMessageContaining("rate was 5.0E-5, now 1.0E-4. Use the same ones");
        assertThatThrownBy(() -> Distillation.of(student, List.of(vectors), output)
                .options(options().batch(8).saveEvery(1).build()).validation(List.of(vectors)).resume(true).run())
                .isInstanceOf(AdaptationException.class).hasMessageContaining("validation was not set, now ");
    }

    @Test
    void twoTrainingsCannotHaveOneOutput() throws IOException {
        Path vectors = NoisedStudent.vectors(temporary.resolve("vectors.jsonl"), NoisedStudent.texts(10, 3));
        Path work = Files.createDirectory(temporary.resolve("distilled.training"));
        Path remains = Files.createDirectory(work.resolve("evaluation-1"));
        Distillation distillation = Distillation.of(student, List.of(vectors), temporary.resolve("distilled")).options(options().build());
        try (CacheLock other = CacheLock.tryAcquire(work.resolve("lock"))) {
            assertThat(other).isNotNull();
            assertThatThrownBy(distillation::run).isInstanceOf(AdaptationException.class).hasMessage(
                    work + ": another training with this output is running. Wait until it ends, or name another output.");
            assertThat(remains).exists();
        }

        distillation.run();

        assertThat(work).doesNotExist();
    }

    @Test
    void aTrainingWithoutImprovementEndsAndSavesTheBestWeights() throws IOException {
        Path vectors = NoisedStudent.vectors(temporary.resolve("vectors.jsonl"), NoisedStudent.texts(60, 5));
        Path output = temporary.resolve("distilled");
        List<Integer> stopped = new ArrayList<>();
        int[] scores = {0};

        // the student's own vectors, from which every change leads away
        Path own = NoisedStudent.vectors(temporary.resolve("validation.jsonl"), NoisedStudent.texts(10, 6), student);

        TrainingHistory history = Distillation.of(student, List.of(vectors), output)
                .options(options().batch(8).rate(1e-2).schedule(RateSchedule.CONSTANT).warmUp(0.2).validateEvery(1).patience(2)
                        .precision(WeightPrecision.F32).build())
                .validation(List.of(own))
                .evaluation("number of scores", (encoder, folder) -> ++scores[0])
                .listener(new TrainingListener() {
                    @Override
                    public void stopped(int step) {
                        stopped.add(step);
                    }
                })
                .run();

        assertThat(history.validations()).hasSize(3);
        assertThat(stopped).containsExactly(3);
        assertThat(output.resolve("README.md")).content().contains("Saved weights: those after step 1\n", "number of scores: 1.0000\n");
        assertThat(output.resolve("report.md")).content().contains("of the saved weights, after step 1");
        // the first step has the rate 0, so the best weights are the student's
        assertThat(output.resolve("model.safetensors")).hasSameBinaryContentAs(student.resolve("model.safetensors"));
    }

    @Test
    void onlyTheEmbeddingsChange() throws IOException {
        Path vectors = NoisedStudent.vectors(temporary.resolve("vectors.jsonl"), NoisedStudent.texts(30, 4));
        Path output = temporary.resolve("distilled");

        Distillation.of(student, List.of(vectors), output)
                .options(options().batch(8).rate(1e-3).trained(Trained.EMBEDDINGS).precision(WeightPrecision.F32).build()).run();

        assertThat(output.resolve("2_Dense/model.safetensors")).hasSameBinaryContentAs(student.resolve("2_Dense/model.safetensors"));
        assertThat(Arrays.equals(Files.readAllBytes(output.resolve("model.safetensors")),
                Files.readAllBytes(student.resolve("model.safetensors")))).isFalse();
    }

    @Test
    void modelsAndVectorsThatDoNotFitAreRejected() throws IOException {
        Path tooShort = Files.writeString(temporary.resolve("short.jsonl"), "{\"text\": \"deniz\", \"embedding\": [0.5, 0.5]}");
        assertThatThrownBy(() -> Distillation.of(student, List.of(tooShort), temporary.resolve("distilled")).run())
                .isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith("The teacher's vectors have 2 components, the student's 96.");
        assertThat(temporary.resolve("distilled.training")).doesNotExist();
        Path pooling = student.resolve("1_Pooling/config.json");
        Files.writeString(pooling, Files.readString(pooling).replaceAll("(\"pooling_mode_mean_tokens\": )true", "$1false")
                .replaceAll("(\"pooling_mode_cls_token\": )false", "$1true"));
        assertThatThrownBy(() -> Distillation.of(student, List.of(tooShort), temporary.resolve("distilled")).run())
                .isInstanceOf(AdaptationException.class)
                .hasMessage(student + ": only models with mean pooling can be trained, not with CLS.");
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder().threads(1);
    }

    private static float[] teacherVector() {
        try (MagibuEmbedder teacher = TinyModel.load()) {
            return teacher.encode("deniz kıyısında");
        }
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    }

    private static TrainingListener stopAfter(int step) {
        return new TrainingListener() {
            @Override
            public void progressed(TrainingProgress progress) {
                if (progress.step() == step) {
                    throw new Stop();
                }
            }
        };
    }

    private static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}

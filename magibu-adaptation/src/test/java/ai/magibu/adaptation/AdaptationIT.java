package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.folder.ModelFolder;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter;
import ai.magibu.adaptation.internal.weights.SafetensorsWriter.Entry;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All steps in a row, on real text and with a small teacher. */
class AdaptationIT {

    private static final Path HELP = Path.of("src/test/resources/corpus/tr-libreoffice-help.txt");

    @TempDir
    private Path folder;

    @Test
    void everyStepBringsTheStudentNearerToItsTeacher() throws IOException {
        List<String> texts = Files.readAllLines(HELP).stream().filter(text -> text.length() < 120).limit(1800).toList();
        Corpus learned = corpus("learned.txt", texts.subList(0, 1500));
        List<String> heldOut = texts.subList(1500, 1800);

        SurgeryResult surgery = TokenizerSurgery.of(TinyModel.folder(), folder.resolve("tokenizer"), 800).added(300).corpus(learned)
                .heldOut(corpus("held-out.txt", heldOut)).run();
        ModelCloner.cloneModel(TinyModel.folder(), surgery.tokenizer(), folder.resolve("cloned"), ModelCloner.Strategy.MEAN);
        randomTable(folder.resolve("cloned"), folder.resolve("random"));
        try (MagibuEmbedder teacher = TinyModel.load()) {
            TeacherVectors.write(teacher, List.of(learned), folder.resolve("vectors"), TeacherVectors.Settings.defaults(),
                    (rows, total) -> {});
        }
        Distillation.of(folder.resolve("cloned"), List.of(folder.resolve("vectors")), folder.resolve("distilled"))
                .options(TrainingOptions.builder().batch(16).rate(3e-4).threads(1).build())
                .run();

        double random = similarity("random", heldOut);
        double cloned = similarity("cloned", heldOut);
        double distilled = similarity("distilled", heldOut);
        TextFertility saved = surgery.fertility().stream().filter(TextFertility::heldOut).findFirst().orElseThrow();
        System.out.printf(Locale.ROOT,
                "mean cosine to the teacher on %d held-out texts: random table %.4f, cloned %.4f, distilled %.4f; %d tokens, before %d%n",
                heldOut.size(), random, cloned, distilled, saved.adapted().tokens(), saved.teacher().tokens());
        assertThat(cloned).isGreaterThan(random + 0.5);
        assertThat(1 - distilled).isLessThan((1 - cloned) * 0.85);
        assertThat(saved.adapted().tokens()).isLessThan(saved.teacher().tokens() * 8 / 10);
    }

    private Corpus corpus(String name, List<String> texts) throws IOException {
        return new Corpus("tr", List.of(Files.write(folder.resolve(name), texts)));
    }

    /** Replaces the embedding table by random numbers of the same spread. */
    private static void randomTable(Path cloned, Path output) {
        ModelFolder.create(cloned, output, target -> {
            for (String module : List.of("2_Dense", "3_Dense")) {
                Files.copy(cloned.resolve(module).resolve("model.safetensors"), target.resolve(module).resolve("model.safetensors"));
            }
            List<Entry> entries = new ArrayList<>();
            for (Tensor tensor : Checkpoint.open(cloned).tensors().values()) {
                entries.add(tensor.name().equals("embed_tokens.weight") ? random(tensor) : Entry.copy(tensor, DType.F32));
            }
            SafetensorsWriter.write(target.resolve("model.safetensors"), entries, Map.of());
        });
    }

    private static Entry random(Tensor tensor) throws IOException {
        double squares = 0;
        for (float value : tensor.floats()) {
            squares += value * value;
        }
        float spread = (float) Math.sqrt(squares / tensor.elements());
        Random random = new Random(7);
        return new Entry(tensor.name(), DType.F32, tensor.shape(), (first, into) -> {
            for (int i = 0; i < into.length; i++) {
                into[i] = spread * (float) random.nextGaussian();
            }
        });
    }

    private double similarity(String student, List<String> texts) {
        try (MagibuEmbedder teacher = TinyModel.load();
                MagibuEmbedder other = MagibuEmbedder.builder().model(folder.resolve(student))
                        .cacheDirectory(TinyModel.cacheDirectory()).load()) {
            List<float[]> expected = teacher.encode(texts);
            List<float[]> vectors = other.encode(texts);
            double sum = 0;
            for (int i = 0; i < texts.size(); i++) {
                sum += MagibuEmbedder.similarity(expected.get(i), vectors.get(i));
            }
            return sum / texts.size();
        }
    }
}

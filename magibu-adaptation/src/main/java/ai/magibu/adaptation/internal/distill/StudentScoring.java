package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.StudentScore;
import ai.magibu.adaptation.api.WeightPrecision;
import ai.magibu.adaptation.internal.student.Student;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.evaluation.encoder.MagibuTextEncoder;
import ai.magibu.evaluation.encoder.MagibuTextEncoder.Prompts;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scores a student as users will run it: saved, and loaded by ONNX Runtime. */
final class StudentScoring {

    private final Path model;
    private final Path work;
    private final StudentScore score;

    /**
     * @param model the folder that the student was loaded from
     * @param work an existing folder for temporary files
     */
    StudentScoring(Path model, Path work, StudentScore score) {
        this.model = model;
        this.work = work;
        this.score = score;
    }

    double score(Student student) {
        try {
            Path temporary = Files.createTempDirectory(work, "evaluation-");
            try {
                Path saved = temporary.resolve("model");
                StudentFolder.write(student, model, saved, WeightPrecision.BF16, folder -> {});
                Path results = Files.createDirectory(temporary.resolve("results"));
                try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(saved).cacheDirectory(temporary.resolve("cache")).load()) {
                    return score.score(new MagibuTextEncoder(embedder, "student", Prompts.NONE), results);
                }
            } finally {
                FileTree.delete(temporary);
            }
        } catch (IOException e) {
            throw new AdaptationException("The student cannot be evaluated: " + FileFault.reason(e), e);
        }
    }
}

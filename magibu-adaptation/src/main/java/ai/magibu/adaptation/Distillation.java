package ai.magibu.adaptation;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.StudentScore;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingListener;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.internal.distill.DistillationPlan;
import ai.magibu.adaptation.internal.distill.DistillationRun;
import ai.magibu.adaptation.internal.vectors.VectorColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains a student to produce a teacher's vectors.
 *
 * <p>The student is a SentenceTransformers folder with Gemma 3's architecture and mean pooling, as {@link ModelCloner} makes one. Training
 * runs in float32 on the CPU, with DJL's PyTorch engine; PyTorch's native library must be on the class path. Texts get no prompts.
 *
 * <p>The output is a complete model folder with a model card, a report with the loss curve, and {@code adaptation.json} with the origin.
 * Until it is complete, checkpoints are in a folder next to it, {@code OUTPUT.training}. Not thread-safe, and only one distillation can run
 * in a JVM.
 */
public final class Distillation {

    /** The published name of the vectors before the Dense modules. */
    private static final String VECTORS_BEFORE_DENSE = "teacher_embedding_pre_dense";

    private final Path student;
    private final List<Path> vectors;
    private final Path output;
    private TrainingOptions options = TrainingOptions.builder().build();
    private List<Path> validation = List.of();
    private @Nullable String textColumn;
    private @Nullable String vectorColumn;
    private String evaluation = "";
    private @Nullable StudentScore score;
    private boolean resume;
    private TrainingListener listener = new TrainingListener() {};

    private Distillation(Path student, List<Path> vectors, Path output) {
        this.student = Objects.requireNonNull(student, "student");
        this.vectors = List.copyOf(vectors);
        this.output = Objects.requireNonNull(output, "output");
        if (vectors.isEmpty()) {
            throw new IllegalArgumentException("there are no files of vectors");
        }
    }

    /**
     * Returns a distillation with the default options.
     *
     * @param student the student's folder, which stays as it is
     * @param vectors files or folders of texts with the teacher's vectors: Parquet, or JSON lines ({@code *.jsonl})
     * @param output the folder of the trained model; it must not exist, or be empty
     * @throws IllegalArgumentException if there are no files
     */
    public static Distillation of(Path student, List<Path> vectors, Path output) {
        return new Distillation(student, vectors, output);
    }

    /** Sets the hyper-parameters; default those of {@link TrainingOptions#builder()}. */
    public Distillation options(TrainingOptions newOptions) {
        this.options = Objects.requireNonNull(newOptions, "options");
        return this;
    }

    /**
     * Sets files of further texts with vectors, whose mean cosine is measured during the training; default none.
     *
     * @throws IllegalArgumentException if there are no files
     */
    public Distillation validation(List<Path> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there are no files of validation vectors");
        }
        this.validation = List.copyOf(files);
        return this;
    }

    /** Sets the column of the texts; default one of the published names. */
    public Distillation textColumn(String name) {
        this.textColumn = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets the column of the vectors; default one of the published names. */
    public Distillation vectorColumn(String name) {
        this.vectorColumn = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Scores the student whenever it is validated, and at the end; default no score.
     *
     * @param name the name in the report
     * @param newScore the evaluation
     */
    public Distillation evaluation(String name, StudentScore newScore) {
        this.evaluation = Objects.requireNonNull(name, "name");
        this.score = Objects.requireNonNull(newScore, "score");
        return this;
    }

    /**
     * Sets whether an earlier run with the same output is continued from its latest checkpoint; default false. The options, the student and
     * the data must be the same. The result then is the same bit for bit as that of a run without interruption.
     */
    public Distillation resume(boolean newResume) {
        this.resume = newResume;
        return this;
    }

    /** Sets the observer; default none. */
    public Distillation listener(TrainingListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Trains the student and writes the output.
     *
     * @return the course of the training
     * @throws AdaptationException if PyTorch's native library is missing, a file is missing or invalid, the output folder is not free, or
     *     the training diverges
     * @throws ai.magibu.embedding.api.MagibuException if the student's folder is not a supported model
     * @throws IllegalArgumentException if texts for validation are set in two ways
     * @throws IllegalStateException if another distillation is running in this JVM
     */
    public TrainingHistory run() {
        if (!validation.isEmpty() && options.validationShare() > 0) {
            throw new IllegalArgumentException("there are files for validation and a share for validation; set one of them");
        }
        return DistillationRun.run(new DistillationPlan(
                student, vectors, validation, columns(), output, options, evaluation, score, resume, listener));
    }

    private VectorColumns columns() {
        String published = options.target() == Target.PRE_DENSE ? VECTORS_BEFORE_DENSE : null;
        return new VectorColumns(textColumn, vectorColumn == null ? published : vectorColumn);
    }
}

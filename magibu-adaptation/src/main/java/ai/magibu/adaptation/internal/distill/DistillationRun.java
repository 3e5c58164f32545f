package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.internal.folder.ModelFolder;
import ai.magibu.adaptation.internal.student.Student;
import ai.magibu.adaptation.internal.student.StudentSettings;
import ai.magibu.adaptation.internal.train.Checkpoints;
import ai.magibu.adaptation.internal.train.Examples;
import ai.magibu.adaptation.internal.train.RunSettings;
import ai.magibu.adaptation.internal.train.Trainer;
import ai.magibu.adaptation.internal.vectors.VectorTable;
import ai.magibu.adaptation.internal.vectors.VectorTables;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.CacheLock;
import ai.magibu.hub.internal.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a student. Checkpoints and temporary files are in a folder next to the output, {@code OUTPUT.training}, which is deleted when the
 * output is complete.
 */
public final class DistillationRun {

    private static final String CHECKPOINTS = "checkpoints";
    private static final String LOCK = "lock";

    private final DistillationPlan plan;
    private final TrainingOptions options;
    private final Path work;

    private DistillationRun(DistillationPlan plan) {
        this.plan = plan;
        this.options = plan.options();
        Path output = plan.output().toAbsolutePath().normalize();
        this.work = output.resolveSibling(output.getFileName() + ".training");
    }

    /**
     * @return the course of the training
     * @throws AdaptationException if a file is missing or invalid, or the training diverges
     */
    public static TrainingHistory run(DistillationPlan plan) {
        return new DistillationRun(plan).run();
    }

    private TrainingHistory run() {
        Student.requireLibrary();
        ModelFolder.requireFree(plan.output());
        CheckedModel model = CheckedModel.open(plan.student());
        TrainingHistory history = locked(model);
        deleteWorkFolder();
        return history;
    }

    private TrainingHistory locked(CheckedModel model) {
        try {
            Files.createDirectories(work);
            try (CacheLock lock = CacheLock.tryAcquire(work.resolve(LOCK))) {
                if (lock == null) {
                    throw new AdaptationException(
                            work + ": another training with this output is running. Wait until it ends, or name another output.");
                }
                ModelFolder.requireFree(plan.output()); // the other training may have just ended
                deleteRemains();
                return runOrClean(model);
            }
        } catch (IOException e) {
            throw new AdaptationException(work + ": the folder cannot be used: " + FileFault.reason(e), e);
        }
    }

    /** A failure before the first checkpoint leaves nothing. */
    private TrainingHistory runOrClean(CheckedModel model) {
        try {
            return run(model);
        } catch (RuntimeException e) {
            if (!Files.exists(work.resolve(CHECKPOINTS))) {
                try {
                    FileTree.delete(work);
                } catch (IOException remains) {
                    e.addSuppressed(remains);
                }
            }
            throw e;
        }
    }

    private TrainingHistory run(CheckedModel model) {
        try (VectorTable table = VectorTables.open(plan.vectors(), plan.columns(), work);
                TextTokenizer tokenizer = TextTokenizer.load(model.tokenizer(), model.config())) {
            Examples all = Examples.of(table, tokenizer, model.config(), options.maxTokens());
            int held = held(all.size());
            if (all.size() - held < 1) {
                throw new AdaptationException("All rows of the vectors (" + all.size() + ") are held out for validation, so none is left to"
                        + " train on. Lower the share.");
            }
            try (VectorTable validation = plan.validation().isEmpty()
                    ? null
                    : VectorTables.open(plan.validation(), plan.columns(), work)) {
                Map<String, String> data = new TreeMap<>(Map.of("vectors", table.hash()));
                Examples others = held == 0 ? null : all.chosen(held, options.seed());
                if (validation != null) {
                    data.put("validation", validation.hash());
                    others = Examples.of(validation, tokenizer, model.config(), options.maxTokens());
                }
                return train(model, held == 0 ? all : all.rest(held, options.seed()), others, data);
            }
        }
    }

    private int held(int rows) {
        return options.validationShare() == 0 ? 0 : (int) Math.max(1, Math.round(options.validationShare() * rows));
    }

    private TrainingHistory train(CheckedModel model, Examples examples, @Nullable Examples others, Map<String, String> data) {
        Map<String, String> run = new TreeMap<>(RunSettings.of(options));
        run.putAll(data);
        run.put("student", model.fingerprint());
        run.put("evaluation", plan.evaluation());
        Checkpoints checkpoints = new Checkpoints(work.resolve(CHECKPOINTS), model.folder(), run);
        if (!plan.resume() && checkpoints.exist()) {
            throw new AdaptationException(work + " has checkpoints of a training that was interrupted. Resume it, or delete this folder.");
        }
        try (Student student = Student.open(model, StudentSettings.of(options))) {
            requireDimension(student, examples.dimension());
            Trainer trainer = new Trainer(student, options, examples, checkpoints, plan.listener());
            if (others != null) {
                requireDimension(student, others.dimension());
                trainer.validation(others);
            }
            if (plan.score() != null) {
                trainer.evaluation(new StudentScoring(model.folder(), work, plan.score())::score);
            }
            if (plan.resume()) {
                trainer.resume();
            }
            TrainingHistory history = trainer.run();
            Provenance provenance = new Provenance(plan, run, history, examples.size(), others == null ? 0 : others.size());
            StudentFolder.write(student, model.folder(), plan.output(), options.precision(), provenance::write);
            return history;
        }
    }

    private static void requireDimension(Student student, int dimension) {
        if (student.dimension() != dimension) {
            throw new AdaptationException("The teacher's vectors have " + dimension + " components, the student's " + student.dimension()
                    + ". Are they of another teacher, or for the other target?");
        }
    }

    /** Deletes the temporary files of a run that was killed. */
    private void deleteRemains() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.filter(file -> !Set.of(CHECKPOINTS, LOCK).contains(file.getFileName().toString())).toList()) {
                FileTree.delete(file);
            }
        }
    }

    private void deleteWorkFolder() {
        try {
            FileTree.delete(work);
        } catch (IOException e) {
            throw new AdaptationException("The output is complete, but " + work + " cannot be deleted: " + FileFault.reason(e), e);
        }
    }
}

package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.StudentScore;
import ai.magibu.adaptation.api.TrainingListener;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.internal.vectors.VectorColumns;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A distillation to run.
 *
 * @param validation files of further texts and vectors for validation; empty for a share of {@code vectors} or none
 * @param evaluation the name of the evaluation
 * @param score the evaluation; null for none
 * @param resume whether an earlier run is continued
 */
public record DistillationPlan(
        Path student,
        List<Path> vectors,
        List<Path> validation,
        VectorColumns columns,
        Path output,
        TrainingOptions options,
        String evaluation,
        @Nullable StudentScore score,
        boolean resume,
        TrainingListener listener) {}

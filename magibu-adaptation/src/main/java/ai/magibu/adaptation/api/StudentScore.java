package ai.magibu.adaptation.api;

import ai.magibu.evaluation.api.TextEncoder;
import java.nio.file.Path;

/** Scores a student during its training. */
@FunctionalInterface
public interface StudentScore {

    /**
     * Returns the score.
     *
     * @param student the student with its present weights, without prompts
     * @param temporary an empty folder for results, which is deleted afterwards
     */
    double score(TextEncoder student, Path temporary);
}

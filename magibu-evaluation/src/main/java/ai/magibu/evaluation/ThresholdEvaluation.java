package ai.magibu.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import ai.magibu.evaluation.api.EncodingListener;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.ThresholdGoal;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.result.OwnResults;
import ai.magibu.evaluation.internal.score.DataHash;
import ai.magibu.evaluation.internal.score.OwnThreshold;
import ai.magibu.evaluation.result.ThresholdResult;
import ai.magibu.evaluation.task.LabeledPairs;

/**
 * Finds the similarity from which two texts should count as a match, on a user's own labeled pairs. Results and vectors are stored in the
 * output folder, so a text that has its vector does not go through the model again. Not thread-safe.
 */
public final class ThresholdEvaluation {

    private final TextEncoder encoder;
    private final LabeledPairs data;
    private final String name;
    private final Path output;
    private final OwnResults<ThresholdResult> results;
    private ThresholdGoal goal = ThresholdGoal.F1;
    private EncodingListener listener = (done, all) -> {};

    private ThresholdEvaluation(TextEncoder encoder, LabeledPairs data, String name, Path output) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.data = Objects.requireNonNull(data, "data");
        this.name = Objects.requireNonNull(name, "name");
        this.output = Objects.requireNonNull(output, "output");
        this.results = OwnResults.thresholds(output, name, DataHash.of(data));
    }

    /**
     * Returns an evaluation.
     *
     * @param encoder the encoder, which stays open
     * @param data the pairs
     * @param name the name of the data in reports
     * @param output the folder of results and vectors; created if it is missing
     */
    public static ThresholdEvaluation of(TextEncoder encoder, LabeledPairs data, String name, Path output) {
        return new ThresholdEvaluation(encoder, data, name, output);
    }

    /** Sets the score that the threshold maximizes; default {@link ThresholdGoal#F1}. */
    public ThresholdEvaluation goal(ThresholdGoal newGoal) {
        this.goal = Objects.requireNonNull(newGoal, "goal");
        return this;
    }

    /** Sets the observer of the encoding; default none. */
    public ThresholdEvaluation listener(EncodingListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Encodes the texts that have no vectors yet and finds the threshold.
     *
     * @return the threshold with its confidence interval, for which the search is repeated on resampled pairs; and the scores at this
     *     threshold with theirs. Scores on the pairs that the threshold was chosen on are slightly too good
     * @throws EvaluationException if all pairs have the same label, or a vector is invalid
     */
    public ThresholdResult run() {
        int matching = 0;
        for (boolean label : data.labels()) {
            matching += label ? 1 : 0;
        }
        if (matching == 0 || matching == data.labels().length) {
            throw new EvaluationException(name + ": all " + data.labels().length + " pairs have the label " + (matching == 0 ? 0 : 1)
                    + ". A threshold needs pairs that match and pairs that do not.");
        }
        try (CachedEncoder cached = CachedEncoder.open(encoder, output)) {
            ThresholdResult result = new OwnThreshold(cached).run(data, name, goal, matching, listener);
            results.write(result);
            return result;
        }
    }

    /** Returns the folder of the results of this data, for a report. */
    public Path folder() {
        return results.folder();
    }

    /** Returns the stored results of this data, of all encoders and settings. */
    public List<ThresholdResult> results() {
        return results.readAll();
    }
}

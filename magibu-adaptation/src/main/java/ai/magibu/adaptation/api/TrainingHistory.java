package ai.magibu.adaptation.api;

import java.util.List;

/**
 * The course of a training.
 *
 * @param steps the optimizer steps
 * @param validations the mean cosines of the validation texts
 * @param evaluations the scores of the evaluation task
 * @param tokens the tokens that went through the model, padding not counted
 * @param truncated the texts that were longer than the limit
 */
public record TrainingHistory(List<Step> steps, List<Score> validations, List<Score> evaluations, long tokens, long truncated) {

    /** Copies the lists. */
    public TrainingHistory {
        steps = List.copyOf(steps);
        validations = List.copyOf(validations);
        evaluations = List.copyOf(evaluations);
    }

    /**
     * An optimizer step.
     *
     * @param number the number, from 1
     * @param rate the learning rate
     * @param loss the mean loss of its texts
     * @param norm the norm of all gradients before clipping
     */
    public record Step(int number, double rate, double loss, double norm) {}

    /**
     * A measurement.
     *
     * @param step the optimizer steps done
     * @param value the value
     */
    public record Score(int step, double value) {}
}

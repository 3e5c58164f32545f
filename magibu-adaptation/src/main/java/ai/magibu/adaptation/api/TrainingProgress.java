package ai.magibu.adaptation.api;

import java.time.Duration;

/**
 * The state of a training.
 *
 * @param step the optimizer steps done
 * @param steps the optimizer steps of the whole training
 * @param rate the learning rate of the step
 * @param loss the mean loss of the step's texts
 * @param tokensPerSecond the speed since the training began or was resumed, padding not counted
 * @param remaining the estimated time to the end, without validation
 */
public record TrainingProgress(int step, int steps, double rate, double loss, double tokensPerSecond, Duration remaining) {}

package ai.magibu.adaptation.internal.student;

import ai.magibu.adaptation.api.Loss;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.Trained;

/**
 * How a student learns.
 *
 * @param clip the largest norm of all gradients together; infinite for no limit
 * @param threads the threads of one operation
 */
public record StudentSettings(
        Trained trained, Target target, Loss loss, double weightDecay, double beta1, double beta2, double epsilon, double clip,
        int threads) {}

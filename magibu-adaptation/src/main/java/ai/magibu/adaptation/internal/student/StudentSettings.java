package ai.magibu.adaptation.internal.student;

import ai.magibu.adaptation.api.Loss;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.Trained;
import ai.magibu.adaptation.api.TrainingOptions;

/**
 * How a student learns.
 *
 * @param clip the largest norm of all gradients together; infinite for no limit
 * @param threads the threads of one operation
 */
public record StudentSettings(
        Trained trained, Target target, Loss loss, double weightDecay, double beta1, double beta2, double epsilon, double clip,
        int threads) {

    /** Returns a student's part of the options of a training. */
    public static StudentSettings of(TrainingOptions options) {
        return new StudentSettings(
                options.trained(), options.target(), options.loss(), options.weightDecay(), options.beta1(), options.beta2(),
                options.epsilon(),
                options.clip(), options.threads());
    }
}

package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.api.RateSchedule;
import ai.magibu.adaptation.api.TrainingOptions;

/**
 * The learning rate of each step, as transformers' {@code get_scheduler} has it. The rate rises in a straight line from 0 in the first
 * step, which therefore changes only the optimizer's moments.
 *
 * @param warmUp the steps in which the rate rises
 * @param steps the steps of the whole training
 */
record Schedule(RateSchedule kind, double rate, int warmUp, int steps) {

    static Schedule of(TrainingOptions settings, int steps) {
        return new Schedule(settings.schedule(), settings.rate(), (int) (settings.warmUp() * steps), steps);
    }

    /** @param step the steps done before */
    double rate(int step) {
        if (step < warmUp) {
            return rate * step / warmUp;
        }
        double progress = (double) (step - warmUp) / Math.max(1, steps - warmUp);
        return rate * switch (kind) {
            case LINEAR -> Math.max(0, 1 - progress);
            case CONSTANT -> 1;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
        };
    }
}

package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.KeptWeights;
import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingListener;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.api.TrainingProgress;
import ai.magibu.adaptation.internal.student.Student;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The loop of a training, in the thread that opened the student. */
public final class Trainer {

    private final Student student;
    private final TrainingOptions settings;
    private final Examples examples;
    private final Checkpoints checkpoints;
    private final TrainingListener listener;
    private final int stepsOfEpoch;
    private final int steps;
    private final Schedule schedule;
    private @Nullable Validation validation;
    private @Nullable ToDoubleFunction<Student> evaluation;
    private TrainingState state = new TrainingState();

    /** @param examples at least one */
    public Trainer(Student student, TrainingOptions settings, Examples examples, Checkpoints checkpoints, TrainingListener listener) {
        this.student = student;
        this.settings = settings;
        this.examples = examples;
        this.checkpoints = checkpoints;
        this.listener = listener;
        stepsOfEpoch = (int) (((long) examples.size() + settings.batch() - 1) / settings.batch());
        steps = Math.multiplyExact(stepsOfEpoch, settings.epochs());
        schedule = Schedule.of(settings, steps);
    }

    /** Measures the mean cosine of other examples during the training. */
    public Trainer validation(Examples others) {
        validation = new Validation(others, settings.batch(), settings.tokensPerBatch());
        return this;
    }

    /** Scores the student during the training. */
    public Trainer evaluation(ToDoubleFunction<Student> score) {
        evaluation = score;
        return this;
    }

    /** Continues from the latest checkpoint. Called after {@link #validation}. */
    public Trainer resume() {
        state = checkpoints.restore(student, listener::ignored);
        if (validation != null && settings.kept() == KeptWeights.BEST && state.isValidated()) {
            checkpoints.requireBest();
        }
        return this;
    }

    /**
     * Trains to the end. The student then has the weights to keep.
     *
     * @throws AdaptationException if the training diverges, or a text or checkpoint is faulty
     */
    public TrainingHistory run() {
        listener.started(state.step(), steps);
        Speed speed = new Speed(state.tokens());
        int[] order = new int[0];
        int orderOfEpoch = -1;
        while (state.step() < steps && !isOver()) {
            int epoch = state.step() / stepsOfEpoch;
            if (epoch != orderOfEpoch) {
                order = settings.shuffle() ? Order.of(examples.size(), settings.seed(), epoch) : Order.inOrder(examples.size());
                orderOfEpoch = epoch;
            }
            step(order, epoch);
            listener.progressed(progress(speed));
            boolean last = state.step() == steps;
            if (last || state.step() % settings.validateEvery() == 0) {
                measure();
            }
            if (!last && settings.saveEvery() > 0 && state.step() % settings.saveEvery() == 0) {
                listener.saved(checkpoints.save(student, state));
            }
        }
        if (state.step() < steps) {
            listener.stopped(state.step());
        }
        if (validation != null && settings.kept() == KeptWeights.BEST && state.withoutImprovement() > 0) {
            checkpoints.restoreBest(student);
        }
        return state.history();
    }

    private boolean isOver() {
        return settings.patience() > 0 && state.withoutImprovement() >= settings.patience();
    }

    private void step(int[] order, int epoch) {
        int from = state.step() % stepsOfEpoch * settings.batch();
        List<Example> batch = new ArrayList<>();
        for (int i = from; i < Math.min(order.length, from + settings.batch()); i++) {
            batch.add(examples.get(order[i]));
        }
        double loss = 0;
        for (MicroBatch part : MicroBatch.pack(batch, settings.tokensPerBatch())) {
            loss += student.accumulate(part.tokens(), part.targets(), batch.size());
        }
        double rate = schedule.rate(state.step());
        double norm = student.update(rate);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new AdaptationException(String.format(Locale.ROOT,
                    "The training diverged in step %d: the loss is %s and the norm of the gradients %s. Lower the rate (now %s).",
                    state.step() + 1, loss, norm, settings.rate()));
        }
        long tokens = batch.stream().mapToLong(example -> example.tokens().length).sum();
        state.count(tokens, batch.size(), epoch > 0 ? 0 : batch.stream().filter(Example::truncated).count());
        state.add(new TrainingHistory.Step(state.step() + 1, rate, loss, norm));
    }

    private void measure() {
        if (evaluation != null) {
            double score = evaluation.applyAsDouble(student);
            state.evaluated(score);
            listener.evaluated(state.step(), score);
        }
        if (validation != null) {
            double cosine = validation.cosine(student);
            boolean best = state.validated(cosine);
            listener.validated(state.step(), cosine);
            if (best && settings.kept() == KeptWeights.BEST) {
                checkpoints.saveBest(student, state);
            }
        }
    }

    private TrainingProgress progress(Speed speed) {
        TrainingHistory.Step done = state.last();
        double perSecond = speed.tokensPerSecond(state.tokens());
        double tokensLeft = ((double) examples.size() * settings.epochs() - state.texts()) * state.tokens() / state.texts();
        Duration remaining = Duration.ofMillis(Math.round(Math.max(0, tokensLeft) / perSecond * 1000));
        return new TrainingProgress(state.step(), steps, done.rate(), done.loss(), perSecond, remaining);
    }

    /** Tokens over time since the start of this run. */
    private static final class Speed {

        private final long startNanos = System.nanoTime();
        private final long tokensBefore;

        Speed(long tokensBefore) {
            this.tokensBefore = tokensBefore;
        }

        double tokensPerSecond(long tokens) {
            return (tokens - tokensBefore) / (Math.max(1, System.nanoTime() - startNanos) / 1e9);
        }
    }
}

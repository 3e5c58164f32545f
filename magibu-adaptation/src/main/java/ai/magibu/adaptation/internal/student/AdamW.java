package ai.magibu.adaptation.internal.student;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code torch.optim.AdamW} after {@code clip_grad_norm_}. DJL's optimizer is another one: it adds epsilon elsewhere and clips single
 * elements; its native update also makes several passes over the memory of each tensor. This one makes two over PyTorch's own memory: one
 * for the norm, one for everything else. Results do not depend on the number of threads.
 */
final class AdamW implements AutoCloseable {

    /** The reference's guard against a norm of 0. */
    private static final double NORM_EPSILON = 1e-6;
    private static final int PART = 1 << 20;

    private final List<Weight> weights;
    private final StudentSettings settings;
    private final NDManager manager;
    private final Workers workers;
    private int steps;

    private record Part(FloatBuffer weight, FloatBuffer gradient, FloatBuffer first, FloatBuffer second) {

        Part slice(int from, int count) {
            return new Part(weight.slice(from, count), gradient.slice(from, count), first.slice(from, count), second.slice(from, count));
        }
    }

    AdamW(List<Weight> weights, StudentSettings settings, NDManager manager) {
        this.weights = weights;
        this.settings = settings;
        this.manager = manager;
        this.workers = new Workers(settings.threads());
    }

    /** Continues after a number of steps. */
    void restore(int newSteps) {
        steps = newSteps;
    }

    /** Changes the weights and clears the gradients. Returns the norm of all gradients before clipping. */
    double step(double rate) {
        try (NDManager scratch = manager.newSubManager()) {
            List<Part> parts = parts(scratch);
            double norm = Math.sqrt(workers.sum(parts, part -> AdamStep.squares(part.gradient())));
            if (!Double.isFinite(norm)) {
                return norm;
            }
            steps++;
            AdamStep step = AdamStep.of(settings, steps, rate, Math.min(1, settings.clip() / (norm + NORM_EPSILON)));
            workers.sum(parts, part -> {
                step.apply(part.weight(), part.gradient(), part.first(), part.second());
                return 0;
            });
            return norm;
        }
    }

    private List<Part> parts(NDManager scratch) {
        List<Part> parts = new ArrayList<>();
        for (Weight weight : weights) {
            List<FloatBuffer> values = Buffers.of(weight.array(), scratch);
            List<FloatBuffer> gradients = Buffers.of(weight.gradient(scratch), scratch);
            List<FloatBuffer> firsts = Buffers.of(weight.firstMoment(), scratch);
            List<FloatBuffer> seconds = Buffers.of(weight.secondMoment(), scratch);
            for (int i = 0; i < values.size(); i++) {
                Part whole = new Part(values.get(i), gradients.get(i), firsts.get(i), seconds.get(i));
                int size = whole.weight().limit();
                for (int from = 0; from < size; from += PART) {
                    parts.add(whole.slice(from, Math.min(PART, size - from)));
                }
            }
        }
        return parts;
    }

    @Override
    public void close() {
        workers.close();
    }
}

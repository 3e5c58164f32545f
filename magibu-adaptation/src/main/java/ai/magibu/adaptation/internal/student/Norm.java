package ai.magibu.adaptation.internal.student;

import static ai.magibu.adaptation.internal.student.Numbers.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Gemma's RMSNorm over the last axis: x / √(mean(x²) + ε) · (1 + w). */
final class Norm {

    private static final int[] LAST = {-1};

    private final NDArray one;
    private final NDArray epsilon;

    Norm(double epsilon, NDManager step) {
        this.one = number(step, 1);
        this.epsilon = number(step, epsilon);
    }

    NDArray of(NDArray x, Weight weight) {
        return x.mul(inverseRoot(x)).mul(one.add(weight.array()));
    }

    /** Multiplies by a number as well, for the price of a vector. */
    NDArray scaled(NDArray x, Weight weight, NDArray scale) {
        return x.mul(inverseRoot(x)).mul(one.add(weight.array()).mul(scale));
    }

    private NDArray inverseRoot(NDArray x) {
        return one.div(x.square().mean(LAST, true).add(epsilon).sqrt());
    }
}

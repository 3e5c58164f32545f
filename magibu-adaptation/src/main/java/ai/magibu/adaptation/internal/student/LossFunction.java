package ai.magibu.adaptation.internal.student;

import static ai.magibu.adaptation.internal.student.Numbers.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.magibu.adaptation.api.Loss;

/** The losses of PyTorch, as sums over rows, so that the parts of an optimizer step add up. */
final class LossFunction {

    private static final double COSINE_EPSILON = 1e-12;
    private static final int[] ROW = {1};

    private LossFunction() {}

    /**
     * Returns the loss of a part of an optimizer step.
     *
     * @param vectors [rows, dimension]
     * @param total the rows of the whole step
     */
    static NDArray of(Loss loss, NDArray vectors, float[][] targets, int total, NDManager step) {
        NDArray target = step.create(targets);
        return switch (loss) {
            case COSINE -> number(step, 1).sub(cosines(vectors, target, step)).sum().mul(number(step, 1.0 / total));
            case MSE -> vectors.sub(target).square().sum().mul(number(step, 1.0 / ((double) total * targets[0].length)));
        };
    }

    private static NDArray cosines(NDArray vectors, NDArray target, NDManager step) {
        NDArray tiny = number(step, COSINE_EPSILON);
        NDArray norms = vectors.square().sum(ROW).add(tiny).mul(target.square().sum(ROW).add(tiny)).sqrt();
        return vectors.mul(target).sum(ROW).div(norms);
    }
}

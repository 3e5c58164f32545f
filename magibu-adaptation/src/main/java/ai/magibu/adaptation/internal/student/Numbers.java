package ai.magibu.adaptation.internal.student;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Numbers as arrays that live as long as a step, for operations under autograd. */
final class Numbers {

    private Numbers() {}

    static NDArray number(NDManager step, double value) {
        return step.full(new Shape(1), (float) value, DataType.FLOAT32);
    }
}

package ai.magibu.adaptation.internal.student;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.IOException;
import java.util.List;

/** A tensor of a student. To be used on the student's thread. */
public interface StudentTensor {

    /** The arrays of a trained tensor. A tensor that is not trained has only its weight. */
    enum Part {
        WEIGHT,
        FIRST_MOMENT,
        SECOND_MOMENT
    }

    /** Returns the tensor in the student's folder from which the first values came. */
    Tensor origin();

    /** Returns whether training changes it. */
    boolean isTrained();

    /** Returns the sizes of its dimensions. */
    List<Long> shape();

    /** Copies the elements from {@code first} on into an array, which they fill. */
    void read(Part part, long first, float[] into);

    /** Replaces all elements of a part. */
    void restore(Part part, Tensor stored) throws IOException;
}

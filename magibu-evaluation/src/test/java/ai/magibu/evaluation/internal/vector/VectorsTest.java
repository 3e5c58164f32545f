package ai.magibu.evaluation.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VectorsTest {

    @Test
    void vectorsInMemoryAreReadRowByRow() {
        Vectors vectors = Vectors.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        float[] target = new float[4];
        vectors.read(1, 2, target);
        assertThat(target).containsExactly(3, 4, 5, 6);
        assertThatThrownBy(() -> vectors.read(2, 2, target)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void vectorsOfDifferentLengthsAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Vectors.of(new float[][] {{1, 2}, {3}}))
                .withMessage("Vector 1 has 1 components, vector 0 has 2.");
    }
}

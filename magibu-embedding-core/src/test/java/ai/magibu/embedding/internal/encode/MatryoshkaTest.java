package ai.magibu.embedding.internal.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.InferenceException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatryoshkaTest {

    @Test
    void vectorThatIsNotFiniteOrZeroIsAFailure() {
        Matryoshka whole = new Matryoshka(3, true);
        assertThat(whole.vector(new float[] {0.6f, 0, 0.8f})).containsExactly(0.6f, 0, 0.8f);
        for (float[] broken : List.of(
                new float[] {0.6f, Float.NaN, 0.8f},
                new float[] {Float.POSITIVE_INFINITY, 0, 1},
                new float[] {0, -0f, 0})) {
            assertThatThrownBy(() -> whole.vector(broken)).isInstanceOf(InferenceException.class).hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> new Matryoshka(2, true).vector(new float[] {0, 0, 1})).isInstanceOf(InferenceException.class);
    }
}

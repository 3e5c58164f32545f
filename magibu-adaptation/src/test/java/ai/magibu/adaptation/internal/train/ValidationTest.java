package ai.magibu.adaptation.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValidationTest {

    @Test
    void aCosineIgnoresTheLength() {
        assertThat(Validation.cosine(new float[] {3, 4}, new float[] {30, 40})).isCloseTo(1, within(1e-12));
        assertThat(Validation.cosine(new float[] {1, 0}, new float[] {0, 2})).isZero();
        assertThat(Validation.cosine(new float[] {0, 0}, new float[] {0, 2})).isZero();
    }
}

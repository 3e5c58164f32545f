package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArithmeticTest {

    private static final Results.Model FULL_SIZE = new Results.Model("m", "f", 206_918_400, 24, 4, 3, 256, 512, 203e6);

    @Test
    void shortText_isLinearLayersAndFullAttention() {
        assertThat(Arithmetic.text(FULL_SIZE, 16)).isEqualTo(16 * (203e6 + 24 * 4.0 * 3 * 256 * 16), within(1.0));
    }

    @Test
    void longText_attendsWithinTheWindowOnSlidingLayers() {
        double perToken = 4.0 * 3 * 256 * (4 * 8192.0 + 20 * 513.0);

        assertThat(Arithmetic.attention(FULL_SIZE, 8192)).isEqualTo(8192 * perToken, within(1.0));
    }
}

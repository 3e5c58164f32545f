package ai.magibu.adaptation.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void everyEpochHasItsOwnOrderOfAllRows() {
        int[] first = Order.of(100, 7, 0);
        int[] second = Order.of(100, 7, 1);

        assertThat(first).isNotEqualTo(second);
        assertThat(Arrays.stream(first).sorted().toArray()).isEqualTo(Order.inOrder(100));
        assertThat(Arrays.stream(second).sorted().toArray()).isEqualTo(Order.inOrder(100));
    }

    @Test
    void theSeedDecides() {
        assertThat(Order.of(100, 7, 3)).isEqualTo(Order.of(100, 7, 3)).isNotEqualTo(Order.of(100, 8, 3));
    }
}

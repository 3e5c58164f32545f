package ai.magibu.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class MeasurementTest {

    private long nanos;

    @Test
    void medianIsTheMiddleOne() {
        assertThat(measure(3, 100, 1, 9, 2)).isEqualTo(new Measurement(3, 2));
    }

    @Test
    void medianOfAnEvenNumberIsHalfwayBetween() {
        assertThat(measure(4, 100, 4, 1, 9, 2)).isEqualTo(new Measurement(4, 3));
    }

    @Test
    void noRunIsBegunThatWouldEndTooLate() {
        assertThat(measure(100, 10, 3, 3, 3, 3)).isEqualTo(new Measurement(3, 3));
    }

    @Test
    void thereIsAlwaysOneRun() {
        assertThat(measure(100, 10, 11, 1)).isEqualTo(new Measurement(1, 11));
    }

    private Measurement measure(int maxRuns, double limitSeconds, Integer... seconds) {
        Iterator<Integer> durations = Arrays.asList(seconds).iterator();
        return Measurement.of(() -> nanos += durations.next() * 1_000_000_000L, maxRuns, limitSeconds, () -> nanos);
    }
}

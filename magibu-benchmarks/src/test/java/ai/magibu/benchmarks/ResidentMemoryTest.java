package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

    @Test
    void peak_isTheHighWaterMark() {
        assertThat(ResidentMemory.read(List.of("Name:\tjava", "VmPeak:\t   90 kB", "VmHWM:\t  1234 kB", "VmRSS:\t  1000 kB"), "VmHWM:"))
                .isEqualTo(1234 * 1024L);
    }
}

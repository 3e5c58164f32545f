package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

    @Test
    void peak_isTheHighWaterMark() {
        assertThat(ResidentMemory.peak(List.of("Name:\tjava", "VmPeak:\t   90 kB", "VmHWM:\t  1234 kB", "VmRSS:\t  1000 kB")))
                .isEqualTo(1234 * 1024L);
    }

    @Test
    void weights_areTheMappedFilesOfWeightsOnceEach() {
        assertThat(ResidentMemory.weights(List.of(
                        "7f0000000000-7f0000001000 r--p 00000000 fe:00 11 /cache/a b/model.onnx.data",
                        "7f0000002000-7f0000003000 r--p 00001000 fe:00 11 /cache/a b/model.onnx.data",
                        "7f0000004000-7f0000005000 r--p 00000000 fe:00 11 /cache/a b/model.onnx.data",
                        "7f0000006000-7f0000007000 r-xp 00000000 fe:00 12 /usr/lib/libonnxruntime.so",
                        "7f0000008000-7f0000009000 rw-p 00000000 00:00 0")))
                .isEqualTo(2 * 4096);
    }
}

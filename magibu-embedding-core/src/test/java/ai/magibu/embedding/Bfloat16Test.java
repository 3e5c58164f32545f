package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bf16 is for CUDA. {@link CudaGraphIT} runs its graph. */
class Bfloat16Test {

    @TempDir
    Path folder;

    @Test
    void bfloat16IsRejectedOnTheCpu() {
        assertThatThrownBy(() -> Models.builder("tiny", folder).precision(Precision.BF16).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use fp32 or int8 on the CPU");
    }

    @Test
    void bfloat16DoesNotFallBackToTheCpu() {
        assertThatThrownBy(() -> MagibuEmbedder.builder()
                .model(Models.directory("tiny"))
                .precision(Precision.BF16)
                .cacheDirectory(folder)
                .load())
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("onnxruntime_gpu");
    }

    @Test
    void int8IsRejectedOnCuda() {
        assertThatThrownBy(() -> MagibuEmbedder.builder()
                .model(Models.directory("tiny"))
                .device(Device.cuda(0))
                .precision(Precision.INT8)
                .cacheDirectory(folder)
                .load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use fp32 or bf16 on cuda:0");
    }
}

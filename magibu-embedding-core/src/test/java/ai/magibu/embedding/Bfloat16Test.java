package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.natives.Processor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requirements of bf16. {@link CudaGraphIT} runs its graph. */
class Bfloat16Test {

    @TempDir
    Path folder;

    @Test
    void bfloat16OnTheCpuNeedsAnEngine() {
        assertThatThrownBy(() -> Models.builder("tiny", folder).precision(Precision.BF16).load())
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("ai.magibu:magibu-onednn")
                .hasMessageContaining(Processor.name())
                .hasMessageContaining("use fp32 or int8 on the CPU");
    }

    @Test
    void withoutCudaAndWithoutAnEngineBothAreNamed() {
        assertThatThrownBy(() -> MagibuEmbedder.builder()
                .model(Models.directory("tiny"))
                .precision(Precision.BF16)
                .cacheDirectory(folder)
                .load())
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("ai.magibu:magibu-onednn")
                .hasMessageContaining("onnxruntime_gpu");
    }

    @Test
    void exportedModelInBfloat16IsForCuda() {
        Path exported = folder.resolve("exported");
        ModelExporter.export(Models.directory("tiny"), Precision.BF16, exported);
        assertThatThrownBy(() -> MagibuEmbedder.builder().model(exported).device(Device.CPU).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("load the published model in bf16");
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

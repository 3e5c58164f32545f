package ai.magibu.onednn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.natives.Processor;
import ai.magibu.embedding.test.TinyModel;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that cannot run bf16 on the CPU gives an exception with the reason and a remedy. */
class RefusalIT {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** The environment variable keeps oneDNN from instructions that the processor has. */
    @ParameterizedTest
    @CsvSource({"AVX2, cpu", "AVX2, auto", "AVX512_CORE, cpu", "AVX512_CORE, auto"})
    void processorWithoutTheInstructionsIsNamed(String instructions, String device) throws Exception {
        String output = load(CLASS_PATH, device, Map.of("ONEDNN_MAX_CPU_ISA", instructions));
        assertThat(output)
                .startsWith(DeviceUnavailableException.class.getName())
                .contains("bf16 on the CPU cannot be used: this processor, " + Processor.name() + ", has no bfloat16 instructions")
                .contains("Use fp32 or int8 on the CPU");
    }

    @ParameterizedTest
    @CsvSource({"cpu", "auto"})
    void missingLibraryIsNamed(String device) throws Exception {
        String withoutLibrary = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("dnnl-"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(withoutLibrary).isNotEqualTo(CLASS_PATH);
        assertThat(load(withoutLibrary, device, Map.of()))
                .startsWith(DeviceUnavailableException.class.getName())
                .contains("its library is not on the class path: add org.bytedeco:dnnl:")
                .contains("linux-x86_64");
    }

    private static String load(String classPath, String device, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8", "-cp", classPath,
                Application.class.getName(), device)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    static final class Application {

        private Application() {}

        public static void main(String[] args) {
            try (MagibuEmbedder embedder = TinyModel.builder().precision(Precision.BF16).device(Device.parse(args[0])).load()) {
                System.out.println("loaded " + embedder.info());
            } catch (MagibuException e) {
                System.out.println(e);
            }
        }
    }
}

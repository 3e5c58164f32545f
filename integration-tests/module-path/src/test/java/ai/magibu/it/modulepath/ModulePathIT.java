package ai.magibu.it.modulepath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A program on the module path, with nothing on the class path. */
class ModulePathIT {

    @Test
    void programEmbedsAndSeesTheApiAlone() throws Exception {
        ReferenceVector reference = TinyModel.referenceVectors(null).stream()
                .filter(vector -> vector.text().matches("[\\x20-\\x7e]+"))
                .findFirst()
                .orElseThrow();
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                System.getProperty("module.path"),
                "--module",
                "ai.magibu.it.modulepath/ai.magibu.it.modulepath.Program",
                TinyModel.folder().toString(),
                TinyModel.cacheDirectory().toString(),
                reference.text())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();

        float[] vector = floats(line(output, "vector: "));
        assertThat(vector).hasSameSizeAs(reference.vector());
        for (int i = 0; i < vector.length; i++) {
            assertThat(vector[i]).isCloseTo(reference.vector()[i], org.assertj.core.data.Offset.offset(1e-5f));
        }
        assertThat(line(output, "module: ")).isEqualTo("ai.magibu.embedding");
        assertThat(output.lines().filter(line -> line.startsWith("exported: ")))
                .containsExactlyElementsOf(Stream.of("", ".api", ".source", ".text")
                        .map(name -> "exported: ai.magibu.embedding" + name)
                        .toList());
    }

    private static String line(String output, String prefix) {
        List<String> lines = output.lines().filter(line -> line.startsWith(prefix)).toList();
        assertThat(lines).as(output).hasSize(1);
        return lines.get(0).substring(prefix.length());
    }

    private static float[] floats(String array) {
        String[] numbers = array.substring(1, array.length() - 1).split(", ");
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(numbers[i]);
        }
        return floats;
    }
}

package ai.magibu.embedding.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCacheTest {

    @TempDir
    Path cache;

    private final ModelSnapshot snapshot = ModelSnapshot.open(Models.directory("tiny"));

    private ExportedGraph get(ModelSnapshot snapshot) {
        return new GraphCache(cache).get(snapshot, snapshot.fingerprint(), Precision.FP32);
    }

    @Test
    void secondTimeTheGraphIsThere() throws IOException {
        Path first = get(snapshot).model();
        FileTime written = Files.getLastModifiedTime(first);
        Path second = get(ModelSnapshot.open(Models.directory("tiny"))).model();
        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
    }

    @Test
    void otherContentHasAnotherGraph(@TempDir Path folder) throws IOException {
        Path copy = Models.copy("tiny", folder.resolve("copy"));
        assertThat(get(ModelSnapshot.open(copy))).as("the same content in another place").isEqualTo(get(snapshot));
        Path config = copy.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"sliding_window\": 24", "\"sliding_window\": 22"));
        assertThat(get(ModelSnapshot.open(copy))).isNotEqualTo(get(snapshot));
    }

    @Test
    void whatACrashLeftBehindIsReplaced() throws IOException {
        Path graph = get(snapshot).folder();
        Path temporary = graph.resolveSibling(graph.getFileName() + ".tmp");
        Files.move(graph, temporary); // as if the process had died before the move
        Files.writeString(temporary.resolve("model.onnx.data"), "half");
        Path again = get(snapshot).model();
        assertThat(again).isEqualTo(graph.resolve("model.onnx")).isNotEmptyFile();
        assertThat(temporary).doesNotExist();
    }

    @Test
    void twoProcessesAtOnceConvertOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Convert.class.getName(),
                            cache.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        int conversions = 0;
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            conversions += output.contains("Converted ") ? 1 : 0;
        }
        assertThat(conversions).isEqualTo(1);
    }

    static final class Convert {
        public static void main(String[] arguments) {
            ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(GraphCache.class))
                    .setLevel(ch.qos.logback.classic.Level.INFO);
            ModelSnapshot snapshot = ModelSnapshot.open(Models.directory("tiny"));
            new GraphCache(Path.of(arguments[0])).get(snapshot, snapshot.fingerprint(), Precision.FP32);
        }
    }

    @Test
    void directoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "no folder");
        assertThatThrownBy(() -> new GraphCache(file).get(snapshot, snapshot.fingerprint(), Precision.FP32))
                .isInstanceOf(GraphExportException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("another cache directory");
    }

    @Test
    void embeddingTableKeepsItsType() throws IOException {
        try (Stream<Path> files = Files.list(get(snapshot).folder())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("embedder.onnx", "model.onnx", "model.onnx.data");
        }
        assertThat(ai.onnx.proto.OnnxMl.ModelProto.parseFrom(Files.readAllBytes(get(snapshot).model())).getGraph().getInitializerList())
                .filteredOn(tensor -> tensor.getName().equals("embedding"))
                .singleElement()
                .extracting(ai.onnx.proto.OnnxMl.TensorProto::getDataType)
                .isEqualTo(ai.onnx.proto.OnnxMl.TensorProto.DataType.BFLOAT16_VALUE);
    }
}

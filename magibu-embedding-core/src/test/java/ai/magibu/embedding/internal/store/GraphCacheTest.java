package ai.magibu.embedding.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.CachedGraph;
import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.GraphWriteException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.hub.internal.CacheLock;
import ai.magibu.hub.internal.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphCacheTest {

    @TempDir
    Path cache;

    private final CheckedModel model = CheckedModel.open(Models.directory("tiny"));

    private CompiledGraph get(CheckedModel model) {
        return new GraphCache(cache).get(model, Precision.FP32);
    }

    @Test
    void secondTimeTheGraphIsThere() throws IOException {
        Path first = get(model).file(GraphUse.OTHER_PROGRAMS);
        FileTime written = Files.getLastModifiedTime(first);
        Path second = get(CheckedModel.open(Models.directory("tiny"))).file(GraphUse.OTHER_PROGRAMS);
        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(written);
    }

    @Test
    void otherContentHasAnotherGraph(@TempDir Path folder) throws IOException {
        Path copy = Models.copy("tiny", folder.resolve("copy"));
        assertThat(get(CheckedModel.open(copy))).as("the same content in another place").isEqualTo(get(model));
        Path config = copy.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"sliding_window\": 24", "\"sliding_window\": 22"));
        assertThat(get(CheckedModel.open(copy))).isNotEqualTo(get(model));
    }

    @Test
    void whatACrashLeftBehindIsReplaced() throws IOException {
        Path graph = get(model).folder();
        Path temporary = graph.resolveSibling(graph.getFileName() + ".tmp");
        Files.move(graph, temporary); // as if the process had died before the move
        Files.writeString(temporary.resolve("model.onnx.data"), "half");
        Path again = get(model).file(GraphUse.OTHER_PROGRAMS);
        assertThat(again).isEqualTo(graph.resolve("model.onnx")).isNotEmptyFile();
        assertThat(temporary).doesNotExist();
    }

    @Test
    void whatIsCachedIsWhatWasHashed(@TempDir Path folder) throws IOException {
        byte[] expected = Files.readAllBytes(get(model).data());
        Path graph = get(model).folder();
        FileTree.delete(graph);
        Path copy = Models.copy("tiny", folder.resolve("copy"));
        Path weights = copy.resolve("model.safetensors");
        byte[] original = Files.readAllBytes(weights);
        CheckedModel opened = CheckedModel.open(copy);
        String fingerprint = opened.fingerprint();
        byte[] other = original.clone();
        other[other.length - 1] ^= (byte) 0x80; // the sign of a weight
        Files.write(weights, other);

        assertThatThrownBy(() -> new GraphCache(cache).get(opened, Precision.FP32))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContainingAll(copy.toString(), "changed");
        assertThat(graph).doesNotExist();
        Files.write(weights, original);
        assertThat(new GraphCache(cache).get(CheckedModel.open(copy), Precision.FP32).data()).hasBinaryContent(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "model.onnx.data, flip", "model.onnx.data, cut", "model.onnx.data, empty", "model.onnx.data, delete", "embedder.onnx, flip",
            "embedder.onnx, delete", "embedder-cuda.onnx, flip", "magibu.json, cut", "magibu.json, delete", "magibu.json, folder",
            "embedder.onnx, folder"
    })
    void damagedGraphIsMadeAgain(String name, String damage) throws IOException {
        CompiledGraph graph = get(model);
        byte[] data = Files.readAllBytes(graph.data());
        byte[] embedder = Files.readAllBytes(graph.file(GraphUse.EMBEDDER));
        Path file = graph.folder().resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        switch (damage) {
            case "flip" -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "empty" -> Files.write(file, new byte[0]);
            case "folder" -> {
                Files.delete(file);
                Files.createDirectory(file);
            }
            default -> Files.delete(file);
        }
        assertThat(get(model).data()).hasBinaryContent(data);
        assertThat(graph.file(GraphUse.EMBEDDER)).hasBinaryContent(embedder);
        assertThat(GraphCache.problems(graph.folder())).isEmpty();
    }

    @Test
    void fileInPlaceOfAGraphIsReplaced() throws IOException {
        Path graph = get(model).folder();
        FileTree.delete(graph);
        Files.createFile(graph);
        assertThat(get(model).data()).isNotEmptyFile();
    }

    @Test
    void verificationNamesWhatIsDamaged() throws IOException {
        CompiledGraph graph = get(model);
        assertThat(GraphCache.problems(graph.folder())).isEmpty();
        byte[] bytes = Files.readAllBytes(graph.file(GraphUse.OTHER_PROGRAMS));
        bytes[100] ^= 1;
        Files.write(graph.file(GraphUse.OTHER_PROGRAMS), bytes);
        Files.delete(graph.data());
        assertThat(GraphCache.problems(graph.folder())).containsExactlyInAnyOrder(graph.file(GraphUse.OTHER_PROGRAMS) + " is damaged",
                graph.data() + " is missing");
    }

    @Test
    void abandonedCompilationsAreListedAndDeletedByTheNextLoad() throws IOException {
        Path graph = get(model).folder();
        Path abandoned = graph.resolveSibling("0123456789abcdef0123456789abcdef-int8-v6.tmp");
        Files.createDirectory(abandoned);
        Files.writeString(abandoned.resolve("model.onnx.data"), "half");
        assertThat(CachedGraph.in(cache))
                .filteredOn(CachedGraph::unfinished)
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.folder()).isEqualTo(abandoned);
                    assertThat(left.bytes()).isEqualTo(4);
                });
        CacheLock lock = CacheLock.acquire(graph.resolveSibling("0123456789abcdef0123456789abcdef-int8-v6.lock"));
        try {
            get(model);
            assertThat(abandoned).as("its compilation runs").exists();
            assertThat(CachedGraph.in(cache)).noneMatch(CachedGraph::unfinished);
        } finally {
            lock.close();
        }
        get(model);
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void compilationWaitsForAnotherClassLoadersLock() throws Exception {
        Path graph = get(model).folder();
        FileTree.delete(graph);
        CompletableFuture<CompiledGraph> waiting;
        try (FileChannel channel = FileChannel.open(
                graph.resolveSibling(graph.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(channel.lock().isValid()).isTrue(); // the JVM's table of locks is common to all class loaders
            waiting = CompletableFuture.supplyAsync(() -> get(model));
            assertThatThrownBy(() -> waiting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThat(waiting.get(1, TimeUnit.MINUTES).data()).isNotEmptyFile();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void graphThatOthersCanWriteIsRejectedByName() throws IOException {
        CompiledGraph graph = get(model);
        for (Path path : List.of(graph.data(), graph.folder(), graph.folder().getParent())) {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThatThrownBy(() -> get(model))
                    .isInstanceOf(GraphWriteException.class)
                    .hasMessageContaining(path + " can be written by other users")
                    .hasMessageContaining("another cache folder");
            Files.setPosixFilePermissions(path, before);
        }
        assertThat(get(model)).isEqualTo(graph);
    }

    @Test
    void twoProcessesAtOnceCompileOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Compile.class.getName(),
                    cache.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        int compilations = 0;
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            compilations += output.contains("Compiled ") ? 1 : 0;
        }
        assertThat(compilations).isEqualTo(1);
    }

    static final class Compile {
        public static void main(String[] arguments) {
            ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(GraphCache.class))
                    .setLevel(ch.qos.logback.classic.Level.INFO);
            CheckedModel model = CheckedModel.open(Models.directory("tiny"));
            new GraphCache(Path.of(arguments[0])).get(model, Precision.FP32);
        }
    }

    @Test
    void directoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "no folder");
        assertThatThrownBy(() -> new GraphCache(file).get(model, Precision.FP32))
                .isInstanceOf(GraphWriteException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("another cache folder");
    }

    @Test
    void embeddingTableKeepsItsType() throws IOException {
        try (Stream<Path> files = Files.list(get(model).folder())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("embedder.onnx", "embedder-cuda.onnx",
                    "model.onnx",
                    "model.onnx.data", "magibu.json");
        }
        assertThat(ai.onnx.proto.OnnxMl.ModelProto.parseFrom(Files.readAllBytes(get(model).file(GraphUse.OTHER_PROGRAMS))).getGraph()
                .getInitializerList())
                .filteredOn(tensor -> tensor.getName().equals("embedding"))
                .singleElement()
                .extracting(ai.onnx.proto.OnnxMl.TensorProto::getDataType)
                .isEqualTo(ai.onnx.proto.OnnxMl.TensorProto.DataType.BFLOAT16_VALUE);
    }
}

package ai.magibu.embedding.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.it.hub.TestHub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Models that a dependency carries. */
@Tag("locale")
class ClasspathSourceTest {

    @TempDir
    Path folder;

    private final ModelSource source = ModelSource.parse("classpath:/models/x/");
    private final Map<String, byte[]> files = new TreeMap<>(TestHub.files(Models.directory("grouped-heads")));

    /** With entries for files alone, as many build tools write it. */
    private Path jar() throws IOException {
        Path jar = folder.resolve("model.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry("models/x/" + file.getKey()));
                out.write(file.getValue());
            }
            out.putNextEntry(new ZipEntry("models/x/README.md"));
        }
        return jar;
    }

    private static <T> T with(ClassLoader loader, Callable<T> work) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return work.call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private ResolvedModel resolve() {
        return source.resolve(ModelParts.ALL, folder.resolve("cache"));
    }

    @Test
    void folderIsUsedWhereItIs() throws Exception {
        Path model = Models.copy("tiny", Files.createDirectories(folder.resolve("classes ığ/models")).resolve("x"));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.resolve("classes ığ").toUri().toURL()}, null)) {
            assertThat(with(loader, this::resolve)).isEqualTo(new ResolvedModel("classpath:/models/x/", null, model));
        }
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void jarIsExtractedOnce() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            Path first = with(loader, this::resolve).folder();
            assertThat(TestHub.files(first)).containsOnlyKeys(files.keySet());
            TestHub.files(first).forEach((name, content) -> assertThat(content).as(name).isEqualTo(files.get(name)));
            FileTime written = Files.getLastModifiedTime(first.resolve("modules.json"));
            assertThat(with(loader, this::resolve).folder()).isEqualTo(first);
            assertThat(Files.getLastModifiedTime(first.resolve("modules.json"))).isEqualTo(written);
            assertThat(first.getParent()).isDirectoryNotContaining("glob:**.tmp");
        }
    }

    @Test
    void otherContentIsExtractedElsewhere() throws Exception {
        Path first;
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            first = with(loader, this::resolve).folder();
        }
        files.put("config_sentence_transformers.json", "{}".getBytes(StandardCharsets.UTF_8));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            assertThat(with(loader, this::resolve).folder()).isNotEqualTo(first);
        }
        assertThat(TestHub.files(first).get("config_sentence_transformers.json")).isNotEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatACrashLeftBehindIsReplaced() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            Path extracted = with(loader, this::resolve).folder();
            Path temporary = extracted.resolveSibling(extracted.getFileName() + ".tmp");
            Files.move(extracted, temporary);
            Files.writeString(temporary.resolve("modules.json"), "half");
            assertThat(TestHub.files(with(loader, this::resolve).folder()).get("modules.json")).isEqualTo(files.get("modules.json"));
            assertThat(temporary).doesNotExist();
        }
    }

    @Test
    void damagedCopyIsMadeAgain() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            Path extracted = with(loader, this::resolve).folder();
            for (byte[] content : List.of(new byte[0], new byte[files.get("tokenizer.json").length])) {
                Files.write(extracted.resolve("tokenizer.json"), content);
                assertThat(with(loader, this::resolve).folder()).isEqualTo(extracted);
                assertThat(extracted.resolve("tokenizer.json")).hasBinaryContent(files.get("tokenizer.json"));
            }
            Files.delete(extracted.resolve("config.json"));
            with(loader, this::resolve);
            assertThat(extracted.resolve("config.json")).isNotEmptyFile();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
    void copyThatOthersCanWriteIsRejectedByName() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            Path extracted = with(loader, this::resolve).folder();
            Files.setPosixFilePermissions(extracted, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThatThrownBy(() -> with(loader, this::resolve))
                    .isInstanceOf(ModelSourceException.class)
                    .hasMessageContaining(extracted + " can be written by other users");
        }
    }

    /** As a jar in a jar, whose URLs only its own class loader can read. */
    @Test
    void nothingButStreamsIsNeeded() throws Exception {
        ClassLoader streams = new ClassLoader(null) {
            @Override
            public URL getResource(String name) {
                return files.containsKey(name.replaceFirst("models/x/", "")) ? url(name) : null;
            }

            private URL url(String name) {
                try {
                    return new URL("nested", null, -1, "/app.jar/!BOOT-INF/lib/model.jar!/" + name, new URLStreamHandler() {
                        @Override
                        protected URLConnection openConnection(URL url) throws IOException {
                            throw new IOException("not from outside");
                        }
                    });
                } catch (MalformedURLException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                byte[] content = files.get(name.replaceFirst("models/x/", ""));
                return content == null ? null : new ByteArrayInputStream(content);
            }
        };
        assertThat(TestHub.files(with(streams, this::resolve).folder())).containsOnlyKeys(files.keySet());
    }

    @Test
    void exportedModelIsTakenWithItsGraph() throws Exception {
        files.keySet().removeIf(name -> name.contains(".safetensors"));
        for (String name : List.of("embedder.onnx", "embedder-cuda.onnx", "model.onnx.data")) {
            files.put(name, name.getBytes(StandardCharsets.UTF_8));
        }
        files.put("magibu.json", """
                {"files": {"embedder.onnx": {}, "embedder-cuda.onnx": {}, "model.onnx": {}, "model.onnx.data": {}}}
                """.getBytes(StandardCharsets.UTF_8));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            assertThat(TestHub.files(with(loader, this::resolve).folder())).containsOnlyKeys(files.keySet());
        }
    }

    @Test
    void missingModelIsNamed() {
        assertThatThrownBy(this::resolve)
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContainingAll("models/x/modules.json", "classpath:/models/x/", "dependency");
    }

    @Test
    void nameThatLeadsOutIsNotFollowed() throws Exception {
        files.put("modules.json", """
                [{"path": "../../etc", "type": "sentence_transformers.models.Transformer"}]""".getBytes(StandardCharsets.UTF_8));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            assertThatThrownBy(() -> with(loader, this::resolve))
                    .isInstanceOfSatisfying(ModelSourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTEGRITY))
                    .hasMessageContaining("../../etc");
        }
    }

    @Test
    void cacheThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar().toUri().toURL()}, null)) {
            assertThatThrownBy(() -> with(loader, () -> source.resolve(ModelParts.ALL, file)))
                    .isInstanceOfSatisfying(ModelSourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORAGE))
                    .hasMessageContainingAll(file.toString(), "another cache folder");
        }
    }
}

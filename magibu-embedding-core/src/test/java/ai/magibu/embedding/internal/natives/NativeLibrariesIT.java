package ai.magibu.embedding.internal.natives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelExporter;
import ai.magibu.embedding.Models;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.Precision;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the native libraries get to their folder, each in a process of its own because a library is loaded once. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
class NativeLibrariesIT {

    @TempDir
    private Path folder;

    private Path home;
    private Path temporary;

    @org.junit.jupiter.api.BeforeEach
    void folders() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    private String run(Class<?> application, Path userHome, Path tmp, Map<String, String> properties, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + userHome,
                "-Djava.io.tmpdir=" + tmp,
                "-cp",
                System.getProperty("java.class.path")));
        properties.forEach((name, value) -> command.add(1, "-D" + name + "=" + value));
        command.add(application.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("HOME", "XDG_CACHE_HOME", "MAGIBU_NATIVES"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private String load(Path userHome, Path tmp, Map<String, String> properties) throws Exception {
        return run(Application.class, userHome, tmp, properties);
    }

    private static List<Path> files(Path start) throws IOException {
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Path natives() {
        return home.resolve(System.getProperty("os.name").startsWith("Mac") ? "Library/Caches" : ".cache").resolve("magibu/natives");
    }

    @Test
    void areUnpackedOnceIntoThePrivateCache() throws Exception {
        assertThat(load(home, temporary, Map.of())).contains("loaded");
        assertThat(Files.getPosixFilePermissions(natives())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(files(home)).extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder(
                        System.mapLibraryName("tokenizers"), System.mapLibraryName("onnxruntime"),
                        System.mapLibraryName("onnxruntime4j_jni"));
        assertThat(files(temporary)).isEmpty();
        List<Object> before = new ArrayList<>();
        for (Path file : files(home)) {
            before.add(Files.readAttributes(file, "fileKey,lastModifiedTime"));
        }
        assertThat(load(home, temporary, Map.of())).contains("loaded");
        List<Object> after = new ArrayList<>();
        for (Path file : files(home)) {
            after.add(Files.readAttributes(file, "fileKey,lastModifiedTime"));
        }
        assertThat(after).isEqualTo(before);
    }

    @Test
    void damagedFilesAreReplaced() throws Exception {
        load(home, temporary, Map.of());
        for (Path file : files(home)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
        assertThat(load(home, temporary, Map.of())).contains("loaded");
    }

    @Test
    void aFolderThatOthersCanWriteIsRejectedByName() throws Exception {
        load(home, temporary, Map.of());
        Files.setPosixFilePermissions(files(home).get(0).getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(load(home, temporary, Map.of()))
                .contains("rejected: native libraries are not loaded from " + natives())
                .contains("can be written by other users")
                .contains("magibu.natives");
    }

    @Test
    void whatLiesInTheTemporaryFolderUnderAKnownNameIsNotLoaded() throws Exception {
        Path noHome = folder.resolve("nowhere/at/all");
        Files.createFile(folder.resolve("nowhere")); // nothing can be created below a file, not even by root
        Path planted = Files.createDirectories(temporary.resolve(".djl.ai/tokenizers/0.21.0-0.38.0-cpu-linux-x86_64"));
        Files.writeString(planted.resolve(System.mapLibraryName("tokenizers")), "planted");
        Files.createDirectories(temporary.resolve(".cache/magibu/graphs"));
        assertThat(load(noHome, temporary, Map.of())).contains("loaded");
        assertThat(load(Path.of("?"), temporary, Map.of())).contains("loaded");
        assertThat(files(temporary)).hasSize(1);
        assertThat(temporary.resolve(".cache/magibu/graphs")).isEmptyDirectory();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("magibu"));
        }
    }

    @Test
    void compiledGraphThatLiesInTheTemporaryFolderUnderAKnownNameIsNotUsed() throws Exception {
        String model = Models.directory("tiny").toAbsolutePath().toString();
        String expected = run(Embed.class, home, temporary, Map.of(), model);
        Path planted = Files.createDirectories(temporary.resolve(".cache/magibu/graphs"));
        for (Path file : files(natives().resolveSibling("graphs"))) {
            Path copy = planted.resolve(natives().resolveSibling("graphs").relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.write(copy, file.toString().endsWith(".data") ? new byte[(int) Files.size(file)] : Files.readAllBytes(file));
        }
        String output = run(Embed.class, Path.of("?"), temporary, Map.of(), model);
        assertThat(vector(output)).isEqualTo(vector(expected));
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("magibu"));
        }
    }

    private static String vector(String output) {
        return output.lines().filter(line -> line.startsWith("vector ")).findFirst().orElseThrow();
    }

    @Test
    void oneFolderReplacesHomeAndTemporaryFolder() throws Exception {
        Path natives = folder.resolve("natives");
        Path model = folder.resolve("model");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, model);
        Path file = Files.createFile(folder.resolve("file")); // nothing can be created below it
        Map<String, String> setting = Map.of("magibu.natives", natives.toString());
        assertThat(load(home, temporary, setting)).contains("loaded"); // as while an image is built
        assertThat(files(home)).isEmpty();
        assertThat(Files.getPosixFilePermissions(natives)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run(Embed.class, file, file, setting, model.toString())).contains("embedded").doesNotContain("Exception",
                "cache folder");
        assertThat(load(file, file, Map.of()))
                .contains("rejected: ", "cannot be unpacked", "magibu.natives")
                .doesNotContain("Alpine", "glibc");
    }

    @Test
    void anApplicationsOwnOnnxRuntimeFolderIsKept() throws Exception {
        Path natives = folder.resolve("natives");
        load(home, temporary, Map.of("magibu.natives", natives.toString()));
        Path its = files(natives).stream()
                .filter(file -> file.getFileName().toString().contains("onnxruntime4j"))
                .findFirst()
                .orElseThrow()
                .getParent();
        load(home, temporary, Map.of("onnxruntime.native.path", its.toString()));
        assertThat(files(home)).singleElement().asString().contains("tokenizers");
    }

    @Test
    void secondClassLoadersWorkAndLeaveNothing() throws Exception {
        Path model = folder.resolve("model");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, model);
        assertThat(run(ClassLoaders.class, home, temporary, Map.of(), model.toString())).contains("5 loaders");
        assertThat(files(home)).hasSize(3);
        assertThat(files(temporary)).isEmpty();
    }

    @Test
    void applicationsCanShareTheJarsOfTheNativeLibraries() throws Exception {
        Path model = folder.resolve("model");
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, model);
        assertThat(run(SharedLibraries.class, home, temporary, Map.of(), model.toString())).contains("2 applications");
        assertThat(home.resolve(".djl.ai")).doesNotExist();
    }

    static final class Application {

        private Application() {}

        public static void main(String[] args) {
            try {
                NativeLibraries.loadTokenizers();
                NativeLibraries.loadOnnxRuntime();
                System.out.println("loaded");
            } catch (InferenceException e) {
                System.out.println("rejected: " + e.getMessage());
            }
        }
    }

    public static final class Embed implements Runnable {

        public static void main(String[] args) {
            System.setProperty("test.model", args[0]);
            new Embed().run();
            System.out.println("embedded");
        }

        @Override
        public void run() {
            Path model = Path.of(System.getProperty("test.model"));
            try (MagibuEmbedder embedder = MagibuEmbedder.builder().model(model).device(Device.CPU).threads(1).load()) {
                System.out.println("vector " + embedder.encode("Bugün hava çok güzel.")[0]);
            }
        }
    }

    /** As in a server whose common class loader has the jars, and each application Magibu. */
    static final class SharedLibraries {

        private SharedLibraries() {}

        public static void main(String[] args) throws Exception {
            System.setProperty("test.model", args[0]);
            List<URL> jars = new ArrayList<>();
            List<URL> classes = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                (entry.endsWith(".jar") ? jars : classes).add(Path.of(entry).toUri().toURL());
            }
            URLClassLoader common = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            for (int i = 0; i < 2; i++) {
                URLClassLoader loader = new URLClassLoader(classes.toArray(URL[]::new), common);
                Thread.currentThread().setContextClassLoader(loader);
                ((Runnable) loader.loadClass(Embed.class.getName()).getDeclaredConstructor().newInstance()).run();
            }
            System.out.println("2 applications");
        }
    }

    static final class ClassLoaders {

        private ClassLoaders() {}

        public static void main(String[] args) throws Exception {
            System.setProperty("test.model", args[0]);
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            for (int i = 0; i < 5; i++) {
                URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
                Thread.currentThread().setContextClassLoader(loader);
                ((Runnable) loader.loadClass(Embed.class.getName()).getDeclaredConstructor().newInstance()).run();
                if (i % 2 == 0) {
                    loader.close();
                }
            }
            System.out.println("5 loaders");
        }
    }
}

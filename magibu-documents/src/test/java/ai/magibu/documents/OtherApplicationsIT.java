package ai.magibu.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** The process starts from every kind of application, and ends with it. */
class OtherApplicationsIT {

    /** Reads two files and prints their text; with an argument it reads a file without end instead. */
    static final class Application {

        private Application() {}

        public static void main(String[] arguments) {
            try (IsolatedFileParser parser = IsolatedFileParser.builder().deadline(Duration.ofMinutes(5)).build()) {
                System.out.println(parser.parse("a.txt", "bir".getBytes(StandardCharsets.UTF_8)).text());
                if (arguments.length > 0) {
                    parser.parse("b.pdf", Pdfs.nestedForms());
                }
                System.out.println(parser.parse("b.md", "# a\n\niki".getBytes(StandardCharsets.UTF_8)).text());
            }
        }
    }

    private static final String CLASS_PATH = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    Path folder;

    @Test
    void plainClassPath() throws Exception {
        assertReads(start(folder, "-cp", CLASS_PATH, Application.class.getName()));
    }

    @Test
    void executableJarOfSpringBoot_inAFolderWithSpacesAndTurkishLetters() throws Exception {
        Path jar = Files.createDirectories(folder.resolve("şehir planı ığ")).resolve("uygulama ş.jar");
        writeBootJar(jar);

        assertReads(start(folder, "-jar", jar.toString()));
        Files.move(jar, folder.resolve("uygulama.jar")); // in a POSIX locale Java itself cannot start from other names
        ProcessBuilder posix = builder(folder, "-jar", "uygulama.jar");
        posix.environment().put("LC_ALL", "C");
        assertReads(posix.start());
    }

    @Test
    void unpackedJarOfSpringBoot() throws Exception {
        Path jar = folder.resolve("a.jar");
        writeBootJar(jar);
        Path classes = folder.resolve("açık uygulama");
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : (Iterable<java.util.jar.JarEntry>) file.stream()::iterator) {
                Path target = classes.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }

        assertReads(start(classes, "-cp", ".", "org.springframework.boot.loader.launch.JarLauncher"));
    }

    @Test
    void processEndsWhenTheApplicationIsKilled() throws Exception {
        Process application = start(folder, "-cp", CLASS_PATH, Application.class.getName(), "endless");
        try (Scanner output = new Scanner(application.getInputStream(), StandardCharsets.UTF_8)) {
            assertThat(output.findWithinHorizon("bir\n", 10_000)).isNotNull();
            Thread.sleep(500); // the endless file is being read
            List<ProcessHandle> readers = application.descendants().toList();
            assertThat(readers).hasSize(1);

            application.destroyForcibly().waitFor();
            Instant end = Instant.now().plusSeconds(10);
            while (readers.get(0).isAlive()) {
                assertThat(Instant.now()).isBefore(end);
                Thread.sleep(50);
            }
        }
    }

    private static ProcessBuilder builder(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    }

    private static Process start(Path directory, String... arguments) throws IOException {
        ProcessBuilder builder = builder(directory, arguments);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static void assertReads(Process application) throws Exception {
        String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines().filter(line -> !line.startsWith("SLF4J"))).containsExactly("bir", "iki");
    }

    /** As the Maven plugin of Spring Boot packages it. */
    private static void writeBootJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, JarLauncher.class.getName());
        manifest.getMainAttributes().putValue("Start-Class", Application.class.getName());
        manifest.getMainAttributes().putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
        manifest.getMainAttributes().putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (String directory : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
                write(out, directory, new byte[0], false);
            }
            try (JarFile loader = new JarFile(new File(JarLauncher.class.getProtectionDomain().getCodeSource().getLocation().getPath()))) {
                for (var entry : (Iterable<java.util.jar.JarEntry>) loader.stream()::iterator) {
                    if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                        write(out, entry.getName(), loader.getInputStream(entry).readAllBytes(), false);
                    }
                }
            }
            for (String path : CLASS_PATH.split(File.pathSeparator)) {
                Path element = Path.of(path);
                if (Files.isDirectory(element)) {
                    try (Stream<Path> classes = Files.walk(element)) {
                        for (Path aClass : classes.filter(Files::isRegularFile).toList()) {
                            write(out, "BOOT-INF/classes/" + element.relativize(aClass), Files.readAllBytes(aClass), false);
                        }
                    }
                } else if (path.endsWith(".jar") && !path.contains("surefire")) {
                    write(out, "BOOT-INF/lib/" + element.getFileName(), Files.readAllBytes(element), true);
                }
            }
        }
    }

    private static void write(JarOutputStream out, String name, byte[] content, boolean stored) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (stored) { // the loader reads nested jars inside the outer one
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
    }
}

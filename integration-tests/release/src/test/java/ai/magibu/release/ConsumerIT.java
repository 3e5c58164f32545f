package ai.magibu.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Maven project with the BOM and one dependency builds from the deployed repository, and embeds a text. */
class ConsumerIT {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path TINY = ROOT.resolve("magibu-embedding-core/src/test/resources/models/tiny");
    private static final boolean WINDOWS = File.separatorChar == '\\';

    @TempDir
    Path folder;

    private void run(List<String> command) throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends within 5 minutes: %s", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** Links everything in a folder except one path below it. */
    private static void link(Path from, Path to, Path except) throws IOException {
        Files.createDirectories(to);
        Path next = from.resolve(except.getName(0));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(path -> !path.equals(next)).toList()) {
                Files.createSymbolicLink(to.resolve(file.getFileName()), file);
            }
        }
        if (except.getNameCount() > 1 && Files.isDirectory(next)) {
            link(next, to.resolve(except.getName(0)), except.subpath(1, except.getNameCount()));
        }
    }

    @Test
    void embedsWithNothingButTheBomAndOneDependency() throws Exception {
        Path project = folder.resolve("consumer");
        copy(Path.of("src/test/resources/consumer"), project);
        Path local = folder.resolve("local");
        Path others = folder.resolve("others");
        link(Path.of(System.getProperty("local.repository")), others, Path.of("ai/magibu"));
        Path classPath = folder.resolve("class-path");

        run(List.of(
                ROOT.resolve(WINDOWS ? "mvnw.cmd" : "mvnw").toString(), "-B", "-ntp", "-f", project.resolve("pom.xml").toString(),
                // Empty, so that ours come from the deployed repository. The rest is looked up in the ordinary local repository.
                "-Dmaven.repo.local=" + local,
                "-Dmaven.repo.local.tail=" + others,
                "-Drelease.repository=" + Repository.ROOT.toUri(),
                "-Dmagibu.version=" + Repository.VERSION,
                "compile", "dependency:build-classpath", "-Dmdep.outputFile=" + classPath));

        String jars = Files.readString(classPath);
        assertThat(jars.split(File.pathSeparator))
                .filteredOn(jar -> jar.contains("magibu"))
                .isNotEmpty()
                .allMatch(jar -> Path.of(jar).startsWith(local));
        assertThat(jars).doesNotContain("springframework", "langchain4j", "org/junit");

        JsonNode golden = new ObjectMapper().readTree(TINY.resolve("golden.json").toFile()).get(0);
        Path text = Files.writeString(folder.resolve("text"), golden.get("text").asText());
        Path vector = folder.resolve("vector");
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", project.resolve("target/classes") + File.pathSeparator + jars,
                "Consumer", TINY.resolve("model").toString(), text.toString(), vector.toString(),
                folder.resolve("cache").toString()));

        float[] expected = new ObjectMapper().convertValue(golden.get("embedding"), float[].class);
        float[] actual = new ObjectMapper().readValue(Files.readString(vector, StandardCharsets.UTF_8), float[].class);
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("component %d", i).isCloseTo(expected[i], within(5e-6f));
        }
    }
}

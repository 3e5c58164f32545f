package ai.magibu.spring.boot.aot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.TinyModel;
import java.io.File;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** Spring's ahead-of-time processing of an application, and a JVM that starts it from the code this generates. */
class AheadOfTimeIT {

    @TempDir
    private Path folder;

    @Test
    void applicationStartsFromGeneratedCode() throws Exception {
        Path sources = folder.resolve("sources");
        Path resources = folder.resolve("resources");
        Path classes = folder.resolve("classes");
        String[] arguments = {
                "--spring.main.web-application-type=none",
                "--spring.ai.vectorstore.type=none",
                "--magibu.embedding.model=" + TinyModel.folder(),
                "--magibu.embedding.cache-directory=" + folder.resolve("cache"),
                "--magibu.embedding.models.search.precision=int8",
                "--magibu.embedding.models.search.lazy=true"
        };
        Settings settings = Settings.builder()
                .sourceOutput(sources)
                .resourceOutput(resources)
                .classOutput(classes)
                .groupId("test")
                .artifactId("test")
                .build();
        new SpringApplicationAotProcessor(PrintingApplication.class, settings, arguments).process();
        compile(sources, classes);

        String output = start(arguments, String.join(File.pathSeparator, classes.toString(), resources.toString()));

        assertThat(output)
                .contains("Starting AOT-processed")
                .contains("search loaded at start: false")
                .contains("dimension: 96")
                .contains("search: 96, INT8");
    }

    private static void compile(Path sources, Path classes) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-nowarn", "-cp", classes + File.pathSeparator + classPath(), "-d", classes.toString());
        try (Stream<Path> files = Files.walk(sources);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> generated = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(generated).isNotEmpty();
            boolean compiled = compiler.getTask(messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(generated))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static String start(String[] arguments, String generated) throws Exception {
        List<String> command = Stream.concat(
                Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dspring.aot.enabled=true",
                        PrintingApplication.class.getName()),
                Arrays.stream(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", generated + File.pathSeparator + classPath());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

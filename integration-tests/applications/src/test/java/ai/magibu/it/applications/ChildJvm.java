package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.test.TinyModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An application in a separate JVM, because a process has only one ONNX Runtime environment and one set of native libraries.
 * Immutable except for {@link #classPath}.
 */
final class ChildJvm {

    /** The arguments of an application of Spring Boot that uses the tiny model. */
    static final String[] TINY_MODEL = Stream.of(TinyModel.settings()).map("--"::concat).toArray(String[]::new);

    private final List<String> command = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path");

    /** The JVM of the tests, or the one of the JDK that {@code magibu.javaHome} names. */
    ChildJvm() {
        command.add(Path.of(System.getProperty("magibu.javaHome", System.getProperty("java.home")), "bin", "java").toString());
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dstdout.encoding=UTF-8");
        command.add("--enable-native-access=ALL-UNNAMED");
    }

    ChildJvm options(String... options) {
        command.addAll(Arrays.asList(options));
        return this;
    }

    /** Runs the JVM on one processor, if the system has the command for it. */
    ChildJvm onOneProcessor() {
        if (new File("/usr/bin/taskset").canExecute()) {
            command.addAll(0, List.of("/usr/bin/taskset", "-c", "0"));
        }
        return options("-XX:ActiveProcessorCount=1");
    }

    /** Replaces each jar of the class path whose name has this prefix. */
    ChildJvm replace(String jarName, Path replacement) {
        List<String> parts = new ArrayList<>(List.of(classPath.split(File.pathSeparator)));
        assertThat(parts.removeIf(part -> new File(part).getName().startsWith(jarName))).as(jarName).isTrue();
        parts.add(replacement.toString());
        classPath = String.join(File.pathSeparator, parts);
        return this;
    }

    Process start(Class<?> main, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.add(main.getName());
        all.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", classPath); // it may exceed the limit of a command line
        return builder.start();
    }

    /** Waits for the end and returns the whole output. */
    String run(Class<?> main, int expectedStatus, String... arguments) throws Exception {
        Process process = options("-XX:TieredStopAtLevel=1").start(main, arguments);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
            assertThat(process.exitValue()).as(output).isEqualTo(expectedStatus);
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}

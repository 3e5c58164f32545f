package ai.magibu.it.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/** spark-submit of one Spark version, in a JVM whose class path is Spark's jars. Program, published jar and model are arguments. */
final class SparkSubmit {

    private static final long LIMIT_MINUTES = Long.getLong("spark.minutes", 5);

    private final Path home;
    private final Path archive;
    private final String classPath;

    /**
     * @param version a folder of {@code versions}
     * @param home a folder that becomes a Spark home, with the jars of this version
     * @param archive the exported model
     */
    SparkSubmit(String version, Path home, Path archive) throws IOException {
        this.home = home;
        this.archive = archive;
        classPath = Files.readString(Path.of("versions", version, "target", "class-path")).strip();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Arrays.stream(classPath.split(File.pathSeparator))
                .map(jar -> Path.of(jar).toUri().toString())
                .collect(Collectors.joining(" ")));
        Path jars = Files.createDirectories(home.resolve("jars"));
        new JarOutputStream(Files.newOutputStream(jars.resolve("spark.jar")), manifest).close();
    }

    /**
     * @param output the lines of the program
     * @param log the log of Spark, for the message of a failure
     */
    record Result(int status, List<String> output, String log) {}

    Result run(String master, Class<?> program, String... arguments) throws Exception {
        Path temporary = Files.createDirectories(home.resolve("tmp"));
        Path output = Files.createTempFile(home, "output", "");
        Path log = Files.createTempFile(home, "log", "");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("magibu.javaHome", System.getProperty("java.home")), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary, "-cp", home.resolve("jars") + "/*", "org.apache.spark.deploy.SparkSubmit"));
        command.addAll(List.of("--master", master, "--class", program.getName(),
                "--jars", System.getProperty("spark.runtime"), "--archives", archive + "#magibu",
                "--conf", "spark.sql.catalog.magibu=ai.magibu.spark.MagibuCatalog",
                "--conf", "spark.sql.catalog.magibu.model=files:magibu",
                "--conf", "spark.serializer=org.apache.spark.serializer.KryoSerializer",
                "--conf", "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary,
                "--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.ui.enabled=false", "--conf", "spark.log.level=WARN"));
        command.add(System.getProperty("spark.program"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectOutput(output.toFile()).redirectError(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", classPath.contains("spark-core_2.12") ? "2.12" : "2.13");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as(Files.readString(log)).isTrue();
            return new Result(process.exitValue(), Files.readAllLines(output), Files.readString(log));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}

package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ResolvedModule;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The process that {@link ReaderMain} runs in, seen from the application. */
final class ReaderProcess implements AutoCloseable {

    private static final int OUT_OF_MEMORY = 3; // the status of -XX:+ExitOnOutOfMemoryError
    /** The locale, and what Windows and unusual Java installations need to start. */
    private static final Set<String> ENVIRONMENT = Set.of("LANG", "LC_ALL", "LC_CTYPE", "PATH", "SystemRoot", "LD_LIBRARY_PATH");

    private final Path folder;
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;

    ReaderProcess(int heapMegabytes) {
        folder = newFolder();
        try {
            ProcessBuilder builder = new ProcessBuilder(command(heapMegabytes)).redirectError(folder.resolve("errors").toFile());
            builder.environment().keySet().retainAll(ENVIRONMENT);
            process = builder.start();
            in = new DataInputStream(process.getInputStream());
            out = new DataOutputStream(process.getOutputStream());
        } catch (IOException e) {
            delete(folder);
            throw new IllegalStateException("The process that reads files cannot be started: " + e.getMessage(), e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("magibu-reader"); // other users cannot read it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(int heapMegabytes) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC",
                "-XX:+DisplayVMOutputToStderr", "-Xlog:disable", // only answers on standard output
                "-XX:-UsePerfData", // a file in the shared folder for temporary files
                "-Djava.io.tmpdir=" + folder,
                "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
                // The application's logging is not set up twice, with two processes writing to one file.
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog"));
        String main = ReaderMain.class.getName();
        List<String> classPath = new ArrayList<>();
        boolean inBootJar = addLoaders(classPath);
        addModules(FileParser.class.getModule().getLayer(), classPath);
        String own = System.getProperty("java.class.path");
        if (!own.isEmpty()) { // an empty entry would be the working directory
            classPath.add(own); // relative paths stay relative, because in a POSIX locale absolute ones may be unreadable
        }
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(inBootJar
                ? List.of("-Dloader.main=" + main, "org.springframework.boot.loader.launch.PropertiesLauncher")
                : List.of(main));
        return command;
    }

    /** Adds the modules of the application, whose libraries need not be modules in the process. */
    private static void addModules(@Nullable ModuleLayer layer, List<String> classPath) {
        if (layer == null) {
            return; // the library is on the class path
        }
        for (ResolvedModule module : layer.configuration().modules()) {
            module.reference()
                    .location()
                    .filter(location -> location.getScheme().equals("file")) // Java's own are in jrt:
                    .ifPresent(location -> classPath.add(Path.of(location).toString()));
        }
        layer.parents().forEach(parent -> addModules(parent, classPath));
    }

    /** Adds the files of the class loaders below the system's. Returns whether they are nested in a Spring Boot jar. */
    private static boolean addLoaders(List<String> classPath) {
        boolean nested = false;
        for (ClassLoader loader = FileParser.class.getClassLoader(); loader != null; loader = loader.getParent()) {
            for (URL url : loader instanceof URLClassLoader files ? files.getURLs() : new URL[0]) {
                nested |= url.getPath().startsWith("nested:");
                if (url.getProtocol().equals("file")) {
                    try {
                        classPath.add(Path.of(url.toURI()).toString());
                    } catch (URISyntaxException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        return nested;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void awaitStart(Duration limit) throws InterruptedException {
        try {
            within(limit, in::readByte);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The process that reads files did not start within " + limit + ".", e);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /** @throws UnreadableFileException also if a limit is exceeded; then close this */
    ReadText read(@Nullable String fileName, byte[] content, Duration deadline) throws InterruptedException {
        try {
            return within(deadline, () -> {
                Frames.writeRequest(out, fileName, content);
                return Frames.readAnswer(in, fileName);
            });
        } catch (TimeoutException e) {
            throw new UnreadableFileException(fileName, Reason.TOO_LONG, e);
        } catch (IOException e) {
            if (process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == OUT_OF_MEMORY) {
                throw new UnreadableFileException(fileName, Reason.TOO_LONG, e);
            }
            throw ended(e);
        }
    }

    /** Pipes cannot be interrupted, so another thread waits for them; it ends with the process. */
    private static <T> T within(Duration limit, Callable<T> exchange) throws InterruptedException, TimeoutException, IOException {
        FutureTask<T> task = new FutureTask<>(exchange);
        Thread thread = new Thread(task, "magibu-file-reader");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            } else if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private IllegalStateException ended(IOException cause) {
        String errors = "";
        try (Stream<String> lines = Files.lines(folder.resolve("errors"))) {
            errors = String.join(" ", lines.limit(3).toList());
        } catch (IOException | UncheckedIOException e) {
            cause.addSuppressed(e);
        }
        process.destroyForcibly();
        return new IllegalStateException("The process that reads files ended unexpectedly. " + errors, cause);
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}

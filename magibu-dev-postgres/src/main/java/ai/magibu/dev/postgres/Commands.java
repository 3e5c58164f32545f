package ai.magibu.dev.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs other programs. */
final class Commands {

    /** The status and the output of a finished program. */
    record Result(int status, String output) {

        boolean ok() {
            return status == 0;
        }

        String lastLines() {
            List<String> lines = output.strip().lines().toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        }
    }

    private Commands() {}

    /** Waits for the program up to a minute. */
    static Result run(List<String> command) {
        return run(command, Duration.ofMinutes(1));
    }

    /** Waits for the program. A program that does not exist, does not start or takes too long has a status other than 0. */
    static Result run(List<String> command, Duration patience) {
        @Nullable
        Path output = null;
        try {
            // A file, because a server that the program starts keeps a pipe open.
            output = Files.createTempFile("command-", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean finished = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!finished) {
                stop(process.toHandle());
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return new Result(finished ? process.exitValue() : -1,
                    finished ? text : text + "\nnot finished after " + patience.toSeconds() + " s");
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        } finally {
            delete(output);
        }
    }

    /** Ends the program and its descendants. */
    static void stop(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        all.forEach(ProcessHandle::destroy);
        all.forEach(Commands::awaitEnd);
    }

    /** Waits 10 seconds for the end of the process, then kills it. */
    static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }

    /** Returns a port that was free a moment ago on the loopback address. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system clears temporary files.
        }
    }
}

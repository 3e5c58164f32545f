package ai.magibu.sample.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs other programs. */
final class Commands {

    /** What a finished program left. */
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

    /** Waits for the program; one that is not there, fails to start or takes longer than a minute has a status other than 0. */
    static Result run(List<String> command) {
        @Nullable Path output = null;
        try {
            // Through a file, because a server that the program starts would keep a pipe open for ever.
            output = Files.createTempFile("command-", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean finished = process.waitFor(60, TimeUnit.SECONDS);
            if (!finished) {
                stop(process.toHandle());
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return new Result(finished ? process.exitValue() : -1, finished ? text : text + "\nno end within a minute");
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        } finally {
            delete(output);
        }
    }

    /** Ends the program and all it has started. */
    static void stop(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process);
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle handle : all) {
            try {
                handle.onExit().get(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                handle.destroyForcibly();
            }
        }
    }

    /** A port that was free a moment ago, on the loopback address. */
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
            // A temporary file more; the system clears it.
        }
    }
}

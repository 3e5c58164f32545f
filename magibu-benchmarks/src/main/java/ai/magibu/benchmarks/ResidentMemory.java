package ai.magibu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process's resident memory, as reported by Linux. */
final class ResidentMemory {

    private ResidentMemory() {}

    /** Returns the maximum so far in bytes ({@code VmHWM}); null if it is unknown. */
    static @Nullable Long peak(long pid) {
        return read(pid, "VmHWM:");
    }

    /** Returns the bytes now ({@code VmRSS}); null if they are unknown. */
    static @Nullable Long now(long pid) {
        return read(pid, "VmRSS:");
    }

    private static @Nullable Long read(long pid, String name) {
        try {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            return Files.exists(status) ? read(Files.readAllLines(status), name) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads the lines of {@code status}. */
    static @Nullable Long read(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .orElse(null);
    }
}

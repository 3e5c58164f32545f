package ai.magibu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process's resident memory, as Linux tells it; nulls elsewhere.
 *
 * @param peak bytes at most so far ({@code VmHWM})
 * @param weights bytes of the mapped files that hold weights, resident or not; 0 where none is mapped
 */
record ResidentMemory(@Nullable Long peak, @Nullable Long weights) {

    private static final List<String> WEIGHTS = List.of(".data", ".gguf", ".onnx", ".safetensors");

    static ResidentMemory of(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(folder)) {
            return new ResidentMemory(null, null);
        }
        try {
            return new ResidentMemory(
                    peak(Files.readAllLines(folder.resolve("status"))), weights(Files.readAllLines(folder.resolve("maps"))));
        } catch (IOException e) {
            return new ResidentMemory(null, null);
        }
    }

    /** Of the lines of {@code status}. */
    static @Nullable Long peak(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .orElse(null);
    }

    /** Of the lines of {@code maps}: {@code from-to permissions offset device inode file}. A file mapped twice counts once. */
    static long weights(List<String> maps) {
        return maps.stream()
                .map(line -> line.split("\\s+", 6))
                .filter(fields -> fields.length == 6 && WEIGHTS.stream().anyMatch(fields[5]::endsWith))
                .map(fields -> new Mapped(fields[5] + "@" + fields[2], size(fields[0])))
                .distinct()
                .mapToLong(Mapped::bytes)
                .sum();
    }

    private record Mapped(String place, long bytes) {}

    private static long size(String range) {
        String[] ends = range.split("-");
        return Long.parseUnsignedLong(ends[1], 16) - Long.parseUnsignedLong(ends[0], 16);
    }
}

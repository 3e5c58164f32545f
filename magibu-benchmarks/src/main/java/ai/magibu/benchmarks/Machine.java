package ai.magibu.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The machine of a measurement.
 *
 * @param flags the processor's features that matter for matrix products
 * @param threads the number of threads of each subject that has such a setting
 * @param memoryBytes the size of the memory; 0 if unknown
 */
record Machine(String cpu, int processors, int threads, List<String> flags, long memoryBytes, String os, String jdk) {

    private static final List<String> TELLING =
            List.of("avx2", "avx512f", "avx_vnni", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimddp", "i8mm");

    static Machine here(int threads) {
        List<String> cpuinfo = lines(Path.of("/proc/cpuinfo"));
        Set<String> flags = new HashSet<>(Arrays.asList((value(cpuinfo, "flags") + " " + value(cpuinfo, "Features")).split(" ")));
        String memory = value(lines(Path.of("/proc/meminfo")), "MemTotal").replaceAll("\\D", "");
        String model = value(cpuinfo, "model name");
        return new Machine(
                model.isEmpty() ? System.getProperty("os.arch") : model + family(cpuinfo),
                Runtime.getRuntime().availableProcessors(),
                threads,
                TELLING.stream().filter(flags::contains).toList(),
                memory.isEmpty() ? 0 : 1024 * Long.parseLong(memory),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** Returns the number of physical cores, the default of ONNX Runtime and PyTorch; the number of processors if it is unknown. */
    static int physicalCores() {
        Set<List<String>> cores = new HashSet<>();
        List<String> core = new ArrayList<>();
        for (String line : lines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("physical id") || line.startsWith("core id")) {
                core.add(line);
            } else if (line.isBlank() && !core.isEmpty()) {
                cores.add(List.copyOf(core));
                core.clear();
            }
        }
        int processors = Runtime.getRuntime().availableProcessors();
        return cores.isEmpty() ? processors : Math.min(cores.size(), processors);
    }

    /** Virtual machines often hide the name. */
    private static String family(List<String> cpuinfo) {
        String family = value(cpuinfo, "cpu family");
        return family.isEmpty() ? "" : " (family " + family + ", model " + value(cpuinfo, "model") + ")";
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
                .map(parts -> parts[1].strip())
                .findFirst()
                .orElse("");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}

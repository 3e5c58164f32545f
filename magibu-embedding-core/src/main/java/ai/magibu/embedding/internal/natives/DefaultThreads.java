package ai.magibu.embedding.internal.natives;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The default number of threads of a run. ONNX Runtime itself takes the machine's physical cores, also in a container that may use
 * two of sixty-four.
 */
public final class DefaultThreads {

    private static final Path LINUX_CPUS = Path.of("/sys/devices/system/cpu");

    private DefaultThreads() {}

    /**
     * Returns the number of physical cores, or of the processors that this process may use if these are fewer. Returns 0, so that
     * ONNX Runtime chooses, if the number of physical cores is unknown: only Linux gives it.
     */
    public static int count() {
        return count(LINUX_CPUS, Runtime.getRuntime().availableProcessors());
    }

    static int count(Path cpus, int availableProcessors) {
        return Math.min(physicalCores(cpus), availableProcessors);
    }

    /** Counts the cores: Linux has one list of processors for each. */
    private static int physicalCores(Path cpus) {
        Set<String> cores = new HashSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cpus, "cpu[0-9]*")) {
            for (Path folder : folders) {
                Path siblings = folder.resolve("topology").resolve("thread_siblings_list");
                if (Files.isReadable(siblings)) { // not for a processor that is offline
                    cores.add(Files.readString(siblings).strip());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return 0;
        }
        return cores.size();
    }
}

package ai.magibu.embedding.internal.natives;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The threads of a run where none are set. ONNX Runtime itself takes the machine's physical cores, also in a container that may
 * use two of sixty-four.
 */
public final class DefaultThreads {

    private static final Path LINUX_CPUS = Path.of("/sys/devices/system/cpu");

    private DefaultThreads() {}

    /**
     * The physical cores, or the processors that this process may use, where these are fewer; 0, for ONNX Runtime's choice, where
     * the cores are not to be had (they are on Linux, where containers are).
     */
    public static int count() {
        return count(LINUX_CPUS, Runtime.getRuntime().availableProcessors());
    }

    static int count(Path cpus, int availableProcessors) {
        return Math.min(physicalCores(cpus), availableProcessors);
    }

    /** As Linux tells them: one list of processors for each core. */
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

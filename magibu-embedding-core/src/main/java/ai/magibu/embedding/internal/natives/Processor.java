package ai.magibu.embedding.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Names the machine's processor in messages. */
public final class Processor {

    private static final Path LINUX_CPUS = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Returns the processor's model name; the architecture alone if it is unknown, because only Linux gives it. */
    public static String name() {
        String architecture = System.getProperty("os.arch", "");
        if (!Files.isReadable(LINUX_CPUS)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(LINUX_CPUS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}

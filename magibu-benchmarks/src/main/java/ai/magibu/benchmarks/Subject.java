package ai.magibu.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured in a separate process.
 *
 * @param name the name in {@code --peers}, with the precision if there are several
 * @param takesBatch whether users choose the batch size
 * @param takesCallers whether it answers several callers at once
 * @param command the command that starts it
 * @param folder the working directory; null for this program's
 */
record Subject(
        String name,
        boolean takesBatch,
        boolean takesCallers,
        List<String> command,
        Map<String, String> environment,
        @Nullable Path folder) {}

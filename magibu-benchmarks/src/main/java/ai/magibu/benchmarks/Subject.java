package ai.magibu.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured, in a process of its own.
 *
 * @param name as in {@code --peers}, with the precision where there are several
 * @param takesBatch whether its users choose the batch size
 * @param command that starts it
 * @param folder it is started in; null for this program's
 */
record Subject(String name, boolean takesBatch, List<String> command, Map<String, String> environment, @Nullable Path folder) {}

package ai.magibu.embedding.internal.store;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A graph in the cache.
 *
 * @param folder the graph's folder
 * @param from the folder of the model it was made from; null if that was not noted
 * @param precision in small letters
 * @param current whether it has the form that this version makes
 * @param unfinished whether its conversion ended before its time
 * @param bytes of its files
 * @param lastUsed the time of the last read of one of its files, as far as the disk keeps it
 */
public record CachedGraph(
        Path folder, @Nullable Path from, String precision, boolean current, boolean unfinished, long bytes, Instant lastUsed) {}

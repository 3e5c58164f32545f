package ai.magibu.embedding.graph;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A graph in the cache.
 *
 * @param folder where it lies
 * @param from the folder of the model it was made from; null if that was not noted
 * @param precision in small letters
 * @param current whether it has the form that this version makes
 * @param bytes of its files
 * @param lastUsed when one of them was last read, as far as the disk keeps note of that
 */
public record CachedGraph(Path folder, @Nullable Path from, String precision, boolean current, long bytes, Instant lastUsed) {}

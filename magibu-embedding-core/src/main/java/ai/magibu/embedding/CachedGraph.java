package ai.magibu.embedding;

import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.hub.CacheRemoval;
import ai.magibu.hub.internal.Arguments;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled graph in a cache folder, from which the model is loaded the next time.
 *
 * @param folder the graph's folder
 * @param from the folder of the model it was compiled from; null if unknown
 * @param precision the precision in lower case
 * @param current whether this version of the library can use it
 * @param unfinished whether its compilation was interrupted; the next load deletes it
 * @param bytes the size on disk
 * @param lastUsed the time of the last read, if the file system records it
 */
public record CachedGraph(
        Path folder, @Nullable Path from, String precision, boolean current, boolean unfinished, long bytes, Instant lastUsed) {

    /**
     * Returns the compiled graphs of a cache folder; an empty list if it does not exist.
     *
     * @throws ai.magibu.embedding.api.GraphWriteException if it cannot be read
     */
    public static List<CachedGraph> in(Path cacheDirectory) {
        return new GraphCache(Arguments.requireSet("cacheDirectory", cacheDirectory)).contents(CachedGraph::new);
    }

    /**
     * Hashes the files and compares them to the SHA-256 that was recorded when the graph was compiled.
     *
     * @return the problems, one sentence each; an empty list if the graph is intact
     */
    public List<String> verify() {
        return GraphCache.problems(folder);
    }

    /** Returns the removal of the graph. The next load compiles the model again. */
    public CacheRemoval removal() {
        String what = (unfinished ? "unfinished " : "") + precision + " of " + (from == null ? folder : from);
        return CacheRemoval.of(what, List.of(folder, GraphCache.origin(folder)));
    }
}

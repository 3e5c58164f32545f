package ai.magibu.embedding;

import ai.magibu.embedding.graph.CachedGraph;
import ai.magibu.embedding.graph.GraphCache;
import ai.magibu.embedding.source.CacheRemoval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that was converted into a cache directory, to be loaded from there the next time.
 *
 * @param folder where it lies
 * @param from the folder of the model it was made from; null if that is not known
 * @param precision in small letters
 * @param current whether this version of the library can still use it
 * @param bytes on the disk
 * @param lastUsed when it was last read, as far as the disk keeps note of that
 */
public record ConvertedModel(Path folder, @Nullable Path from, String precision, boolean current, long bytes, Instant lastUsed) {

    /**
     * What a cache directory has, that of {@link ai.magibu.embedding.source.UserCache#directory()} for one; empty if there is
     * none.
     *
     * @throws ai.magibu.embedding.api.GraphExportException if it cannot be read
     */
    public static List<ConvertedModel> in(Path cacheDirectory) {
        return new GraphCache(cacheDirectory).contents().stream().map(ConvertedModel::of).toList();
    }

    private static ConvertedModel of(CachedGraph graph) {
        return new ConvertedModel(
                graph.folder(), graph.from(), graph.precision(), graph.current(), graph.bytes(), graph.lastUsed());
    }

    /** Its deletion: the next load converts again. */
    public CacheRemoval removal() {
        String what = "converted " + precision + " " + (from == null ? folder : from);
        return CacheRemoval.of(what, List.of(folder, GraphCache.origin(folder)));
    }
}

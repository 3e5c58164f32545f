package ai.magibu.embedding;

import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.hub.CacheRemoval;
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
 * @param unfinished whether its conversion ended before its time; the next load deletes it
 * @param bytes on the disk
 * @param lastUsed when it was last read, as far as the disk keeps note of that
 */
public record ConvertedModel(
        Path folder, @Nullable Path from, String precision, boolean current, boolean unfinished, long bytes, Instant lastUsed) {

    /**
     * What a cache directory has, that of {@link ai.magibu.hub.files.UserCache#directory()} for one; empty if there is
     * none.
     *
     * @throws ai.magibu.embedding.api.GraphExportException if it cannot be read
     */
    public static List<ConvertedModel> in(Path cacheDirectory) {
        return new GraphCache(cacheDirectory).contents(ConvertedModel::new);
    }

    /**
     * Hashes the model's files and compares them to the SHA-256 that was noted when it was converted.
     *
     * @return what is wrong, one sentence each; an empty list if nothing is
     */
    public List<String> verify() {
        return GraphCache.problems(folder);
    }

    /** Returns its deletion. The next load converts the model again. */
    public CacheRemoval removal() {
        String what = (unfinished ? "unfinished " : "converted ") + precision + " " + (from == null ? folder : from);
        return CacheRemoval.of(what, List.of(folder, GraphCache.origin(folder)));
    }
}

package ai.magibu.embedding.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commit of a model in the hub's cache.
 *
 * @param refs the branches and tags that had this commit when they were last looked up
 * @param folder its snapshot
 * @param files how many there are
 * @param bytes of all of them; those that other revisions have as well are counted with each
 * @param lastUsed when a file of it was last read, as far as the disk keeps note of that; null if it has no file
 */
public record CachedRevision(String commit, List<String> refs, Path folder, int files, long bytes, @Nullable Instant lastUsed) {}

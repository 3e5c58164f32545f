package ai.magibu.hub;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commit of a model in the hub's cache.
 *
 * @param refs the branches and tags that had this commit at their last lookup
 * @param folder its snapshot
 * @param files the number of files
 * @param bytes the size of all files, including those that other revisions share
 * @param lastUsed the last access to one of its files, if the file system records accesses; null if it has no file
 */
public record CachedRevision(String commit, List<String> refs, Path folder, int files, long bytes, @Nullable Instant lastUsed) {}

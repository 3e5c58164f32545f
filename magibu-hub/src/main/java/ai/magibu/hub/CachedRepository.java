package ai.magibu.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A model in the hub's cache.
 *
 * @param repository {@code owner/name}
 * @param folder the folder of all its revisions
 * @param bytes the size on disk; a content that several revisions share counts once
 * @param revisions the revisions, ordered by commit
 */
public record CachedRepository(String repository, Path folder, long bytes, List<CachedRevision> revisions) {}

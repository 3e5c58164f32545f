package ai.magibu.embedding.source;

import java.nio.file.Path;
import java.util.List;

/**
 * A model in the hub's cache.
 *
 * @param repository {@code owner/name}
 * @param folder where all of it lies
 * @param bytes on the disk, each content counted once
 * @param revisions by commit
 */
public record CachedRepository(String repository, Path folder, long bytes, List<CachedRevision> revisions) {}

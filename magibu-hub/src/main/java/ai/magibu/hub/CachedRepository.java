package ai.magibu.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A model or a data set in the hub's cache.
 *
 * @param kind model or data set
 * @param name {@code owner/name}; some old models that Python downloaded have no owner
 * @param folder the folder of all its revisions
 * @param bytes the size on disk; a content that several revisions share counts once
 * @param revisions the revisions, ordered by commit
 */
public record CachedRepository(RepositoryId.Kind kind, String name, Path folder, long bytes, List<CachedRevision> revisions) {

    /** Returns {@code owner/name} for a model and {@code datasets/owner/name} for a data set, as in the address of its page. */
    public String id() {
        return kind.pagePrefix() + name;
    }
}

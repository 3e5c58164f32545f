package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The files of a commit that are in the cache. A file that is not in the cache counts as one that the commit does not have. */
final class CachedFiles extends CommitFiles {

    CachedFiles(HubCache cache, String commit) {
        super(cache, commit);
    }

    @Override
    Set<String> names() {
        Map<String, RemoteFile> tree = cache.tree(commit);
        if (tree == null) {
            throw new HubException(Reason.OFFLINE, "the list of its files is not in the cache");
        }
        return tree.keySet();
    }

    @Override
    boolean provide(String name) {
        Path file = cache.file(commit, name);
        if (!Files.isRegularFile(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // its absence would change vectors silently
            throw new HubException(Reason.STORAGE, file + " is a link to a missing file");
        }
        return Files.isRegularFile(file);
    }
}

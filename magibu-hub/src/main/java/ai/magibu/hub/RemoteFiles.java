package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a commit: from the cache, and those that it does not have from the hub. */
final class RemoteFiles extends CommitFiles {

    private static final Logger log = LoggerFactory.getLogger(RemoteFiles.class);

    private final RemoteRepository remote;
    private final FileDownload download;
    private @Nullable Map<String, RemoteFile> tree;

    RemoteFiles(RemoteRepository remote, HubCache cache, FileDownload download, String commit) {
        super(cache, commit);
        this.remote = remote;
        this.download = download;
    }

    @Override
    Set<String> names() {
        if (tree == null) {
            tree = cache.tree(commit);
        }
        if (tree == null) {
            tree = remote.tree(commit);
            try {
                cache.setTree(commit, tree);
            } catch (IOException e) {
                log.debug("The list of the files of {} could not be written to the cache", cache.repository(), e);
            }
        }
        return tree.keySet();
    }

    @Override
    boolean provide(String name) {
        if (Files.isRegularFile(cache.file(commit, name))) {
            return true;
        }
        if (cache.isAbsent(commit, name)) {
            return false;
        }
        Optional<RemoteFile> file = tree == null ? remote.find(commit, name) : Optional.ofNullable(tree.get(name));
        if (file.isEmpty()) {
            noteAbsence(name);
            return false;
        }
        if (!file.get().commit().equals(commit)) {
            throw new HubException(
                    Reason.INTEGRITY,
                    "the commit " + commit + " of " + cache.repository() + " was requested, and the hub answers with "
                            + file.get().commit());
        }
        download.fetch(file.get());
        return true;
    }

    /** Saves a request next time; a cache that cannot be written works without. */
    private void noteAbsence(String name) {
        try {
            cache.setAbsent(commit, name);
        } catch (IOException e) {
            log.debug("The absence of {} in {} could not be noted in the cache", name, cache.repository(), e);
        }
    }
}

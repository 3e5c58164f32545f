package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a commit: from the cache, and what it does not have from the hub. */
final class HubFiles implements FileStore {

    private static final Logger log = LoggerFactory.getLogger(HubFiles.class);

    private final HubLookup lookup;
    private final HubCache cache;
    private final BlobDownload download;
    private final RepositoryId repository;
    private final String commit;

    HubFiles(HubLookup lookup, HubCache cache, BlobDownload download, RepositoryId repository, String commit) {
        this.lookup = lookup;
        this.cache = cache;
        this.download = download;
        this.repository = repository;
        this.commit = commit;
    }

    @Override
    public boolean fetch(String name) {
        if (Files.isRegularFile(cache.file(repository, commit, name))) {
            return true;
        }
        if (cache.isAbsent(repository, commit, name)) {
            return false;
        }
        Optional<HubFile> file = lookup.find(commit, name);
        if (file.isEmpty()) {
            noteAbsence(name);
            return false;
        }
        if (!file.get().commit().equals(commit)) {
            throw new ModelSourceException(
                    Reason.INTEGRITY, "asked for the commit " + commit + " of " + repository + ", the hub answers with " + file.get().commit());
        }
        download.fetch(file.get());
        return true;
    }

    /** Saves a request next time; a cache that cannot be written does without. */
    private void noteAbsence(String name) {
        try {
            cache.setAbsent(repository, commit, name);
        } catch (IOException e) {
            log.debug("That {} has no {} could not be noted in the cache", repository, name, e);
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(cache.file(repository, commit, name));
    }
}

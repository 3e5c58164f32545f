package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The files of a commit that are in the cache. A file that is not there counts as one that the commit does not have. */
final class CachedFiles implements FileStore {

    private final Path snapshot;

    CachedFiles(HubCache cache, RepositoryId repository, String commit) {
        this.snapshot = cache.snapshot(repository, commit);
    }

    @Override
    public boolean fetch(String name) {
        Path file = snapshot.resolve(name);
        if (!Files.isRegularFile(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // its absence would change vectors silently
            throw new ModelSourceException(file + " is a link to a missing file");
        }
        return Files.isRegularFile(file);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(snapshot.resolve(name));
    }
}

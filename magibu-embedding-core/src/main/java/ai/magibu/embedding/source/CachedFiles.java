package ai.magibu.embedding.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the cache has of a commit, and nothing else. A file that it does not have counts as one that does not exist. */
final class CachedFiles implements FileStore {

    private final Path snapshot;

    CachedFiles(HubCache cache, RepositoryId repository, String commit) {
        this.snapshot = cache.snapshot(repository, commit);
    }

    @Override
    public boolean fetch(String name) {
        return Files.isRegularFile(snapshot.resolve(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(snapshot.resolve(name));
    }
}

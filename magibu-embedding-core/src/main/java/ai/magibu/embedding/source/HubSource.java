package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.embedding.source.BlobDownload.FreeSpace;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A revision of a hub's repository. */
record HubSource(
        RepositoryId repository, String revision, String written, HubSettings settings, DownloadListener listener, FreeSpace freeSpace)
        implements ModelSource {

    private static final Logger log = LoggerFactory.getLogger(HubSource.class);
    private static final String DEFAULT_REVISION = "main";
    private static final String FIRST_FILE = "modules.json";

    static HubSource of(String repository, @Nullable String revision, HubSettings settings) {
        return written(revision == null ? repository : repository + "@" + revision, repository, revision, settings);
    }

    static HubSource written(String text, String repository, @Nullable String revision, HubSettings settings) {
        return new HubSource(
                RepositoryId.parse(repository),
                revision == null ? DEFAULT_REVISION : RepositoryId.requireRevision(revision),
                text,
                settings,
                DownloadListener.logging(),
                FreeSpace.OF_DISK);
    }

    @Override
    public ModelSource withDownloadListener(DownloadListener newListener) {
        return new HubSource(repository, revision, written, settings, newListener, freeSpace);
    }

    HubSource withFreeSpace(FreeSpace newFreeSpace) {
        return new HubSource(repository, revision, written, settings, listener, newFreeSpace);
    }

    @Override
    public ResolvedModel resolve(ModelParts parts, Path cacheDirectory) {
        HubCache cache = new HubCache(settings);
        cache.requireTrusted(repository);
        String cached = RepositoryId.isCommit(revision) ? revision : cache.commit(repository, revision);
        ModelSourceException incomplete = cached == null ? notCached(cache) : missingInCache(cache, cached, parts);
        if (settings.offline()) {
            if (incomplete != null) {
                throw incomplete;
            }
            return resolved(cache, cached);
        }
        try {
            return resolved(cache, fetch(cache, parts, incomplete == null ? cached : null));
        } catch (ModelSourceException e) {
            if (incomplete != null || e.reason() == Reason.NOT_FOUND || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            log.warn("Using {} as the cache has it, commit {}: {}", written, cached, e.getMessage());
            return resolved(cache, cached);
        }
    }

    /** @param complete the commit that the cache has and that will do, so that one attempt is enough; null for none */
    private String fetch(HubCache cache, ModelParts parts, @Nullable String complete) {
        HubConnection connection = new HubConnection(settings);
        HubAnswers answers = new HubAnswers(repository, revision, connection);
        String commit = RepositoryId.isCommit(revision)
                ? revision
                : new HubLookup(connection, repository, answers, settings.pause(), complete == null ? Backoff.ATTEMPTS : 1)
                        .find(revision, FIRST_FILE)
                        .map(HubFile::commit)
                        .orElseThrow(() -> new ModelSourceException(
                                Reason.NOT_FOUND, "the model " + written + " has no " + FIRST_FILE + ": it is not a SentenceTransformers model"));
        HubLookup lookup = new HubLookup(
                connection, repository, answers, settings.pause(), commit.equals(complete) ? 1 : Backoff.ATTEMPTS);
        BlobDownload download = new BlobDownload(connection, answers, cache, settings.pause(), freeSpace, listener, written);
        ModelFiles.fetch(written, new HubFiles(lookup, cache, download, repository, commit), parts);
        noteCommit(cache, commit); // only now: a revision that is half here never hides the one before
        return commit;
    }

    private void noteCommit(HubCache cache, String commit) {
        try {
            cache.setCommit(repository, revision, commit);
        } catch (IOException e) {
            log.debug("The commit of {} could not be noted in the cache", written, e);
        }
    }

    private ModelSourceException notCached(HubCache cache) {
        return new ModelSourceException(
                Reason.OFFLINE, "HF_HUB_OFFLINE is set, and the cache " + cache.directory() + " has no " + written + "; download it first");
    }

    private @Nullable ModelSourceException missingInCache(HubCache cache, String commit, ModelParts parts) {
        try {
            ModelFiles.fetch(written, new CachedFiles(cache, repository, commit), parts);
            return null;
        } catch (ModelSourceException e) {
            return new ModelSourceException(
                    Reason.OFFLINE,
                    "HF_HUB_OFFLINE is set, and the cache " + cache.directory() + " does not have all of " + written + " ("
                            + e.getMessage() + "); download it first",
                    e);
        }
    }

    private ResolvedModel resolved(HubCache cache, String commit) {
        cache.requireTrusted(repository, commit);
        return new ResolvedModel(written, commit, cache.snapshot(repository, commit));
    }

    @Override
    public String toString() {
        return written;
    }

    private Object writeReplace() {
        return new WrittenSource(written);
    }
}

package ai.magibu.hub;

import ai.magibu.hub.FileDownload.FreeSpace;
import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.Arguments;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Hugging Face hub or a mirror of it. Downloads files of models and data sets into the cache that Python's {@code
 * huggingface_hub} uses, and finds them there later:
 *
 * <pre>{@code
 * Hub hub = new Hub(HubSettings.fromEnvironment());
 * HubSnapshot data = hub.download(RepositoryId.dataset("owner/questions"), "refs/convert/parquet", "default/test/*.parquet");
 * for (String name : data.files()) {
 *     read(data.folder().resolve(name));
 * }
 * }</pre>
 *
 * <p>A full commit hash is the only revision whose files never change. It needs no request once its files are in the cache. For a
 * branch or a tag, one small request finds its commit. If the hub does not answer and the cache has the files of the last known
 * commit, those are used, and a warning is logged.
 *
 * <p>Downloads resume after an interruption, are checked against the hub's hashes, and are made once even if several threads or
 * processes request the same file. Immutable and thread-safe.
 */
public final class Hub {

    /** The branch that every repository has. */
    public static final String MAIN = "main";

    /** Failures that the files of an earlier download must not hide. */
    private static final Set<Reason> LASTING = EnumSet.of(Reason.NOT_FOUND, Reason.SETTINGS);

    private static final Logger log = LoggerFactory.getLogger(Hub.class);

    private final HubSettings settings;
    private final DownloadListener listener;
    private final FreeSpace freeSpace;

    /** Creates a client of the hub in these settings. No request is made. */
    public Hub(HubSettings settings) {
        this(Arguments.requireSet("settings", settings), DownloadListener.logging(), FreeSpace.OF_DISK);
    }

    private Hub(HubSettings settings, DownloadListener listener, FreeSpace freeSpace) {
        this.settings = settings;
        this.listener = listener;
        this.freeSpace = freeSpace;
    }

    /** Returns this hub with another listener for downloads. The default writes to the log every few seconds. */
    public Hub withDownloadListener(DownloadListener newListener) {
        return new Hub(settings, Arguments.requireSet("listener", newListener), freeSpace);
    }

    Hub withFreeSpace(FreeSpace newFreeSpace) {
        return new Hub(settings, listener, newFreeSpace);
    }

    /**
     * Downloads the files that match a glob.
     *
     * @param revision a branch, a tag or a commit
     * @param globs patterns for the files' paths as in {@link java.nio.file.FileSystem#getPathMatcher}: {@code *} does not cross
     *     folders, {@code **} does. None selects every file
     * @throws HubException if no file matches, or the files can neither be downloaded nor found in the cache
     * @throws IllegalArgumentException if the revision or a glob is invalid
     */
    public HubSnapshot download(RepositoryId repository, String revision, String... globs) {
        List<PathMatcher> matchers =
                Stream.of(Arguments.requireSet("globs", globs))
                        .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + Arguments.requireSet("glob", glob))).toList();
        return download(repository, revision, name -> {
            Path path = Path.of(name);
            return matchers.isEmpty() || matchers.stream().anyMatch(matcher -> matcher.matches(path));
        });
    }

    /**
     * Downloads the files whose path is wanted.
     *
     * @param revision a branch, a tag or a commit
     * @param wanted receives paths such as {@code data/test.parquet}
     * @throws HubException if no file is wanted, or the files can neither be downloaded nor found in the cache
     * @throws IllegalArgumentException if the revision is invalid
     */
    public HubSnapshot download(RepositoryId repository, String revision, Predicate<String> wanted) {
        Arguments.requireSet("wanted", wanted);
        return resolve(repository, revision, remote -> remote.commit(revision), files -> {
            List<String> names = files.names().stream().filter(wanted).toList();
            if (names.isEmpty()) {
                throw new HubException(
                        Reason.NOT_FOUND,
                        "the " + described(repository, revision) + " has none of the wanted files; it has " + some(files));
            }
            for (String name : names) {
                if (!files.fetch(name)) {
                    throw new HubException(Reason.NOT_FOUND, "the " + described(repository, revision) + " has no " + name);
                }
            }
        });
    }

    /**
     * Downloads files whose names are only known from other files. The selection may run twice: on the cache and on the hub. On
     * the cache, every missing file looks absent.
     *
     * @param revision a branch, a tag or a commit
     * @param first a file that the repository certainly has: the request for it finds the commit
     * @param selection fetches the wanted files, and throws a {@link HubException} if a required one is absent
     * @throws HubException if the files can neither be downloaded nor found in the cache
     * @throws IllegalArgumentException if the revision is invalid
     */
    public HubSnapshot download(RepositoryId repository, String revision, String first, Consumer<RepositoryFiles> selection) {
        Arguments.requireSet("first", first);
        Arguments.requireSet("selection", selection);
        return resolve(
                repository,
                revision,
                remote -> remote.find(revision, first)
                        .map(RemoteFile::commit)
                        .orElseThrow(() -> new HubException(
                                Reason.NOT_FOUND, "the " + described(repository, revision) + " has no " + first)),
                selection);
    }

    private interface CommitLookup {
        String commit(RemoteRepository remote);
    }

    private HubSnapshot resolve(
            RepositoryId repository, String revision, CommitLookup lookup, Consumer<? super CommitFiles> selection) {
        Arguments.requireSet("repository", repository);
        RepositoryId.requireRevision(revision);
        HubCache cache = new HubCache(settings, repository);
        cache.requireTrusted();
        String described = described(repository, revision);
        String cached = RepositoryId.isCommit(revision) ? revision : cache.commit(revision);
        CachedFiles present = cached == null ? null : new CachedFiles(cache, cached);
        HubException incomplete = present == null ? notCached(cache, described) : missing(present, selection, described);
        if (settings.offline()) {
            if (incomplete != null) {
                throw incomplete;
            }
            return snapshot(Objects.requireNonNull(present));
        }
        try {
            return snapshot(fetch(cache, revision, lookup, selection, incomplete == null ? cached : null));
        } catch (HubException e) {
            if (incomplete != null || LASTING.contains(e.reason()) || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            log.warn("Using the {} from the cache, commit {}: {}", described, cached, e.getMessage());
            return snapshot(Objects.requireNonNull(present));
        }
    }

    /** @param complete the commit whose files the cache has, so that one attempt is enough; null if it has none */
    private RemoteFiles fetch(
            HubCache cache, String revision, CommitLookup lookup, Consumer<? super CommitFiles> selection, @Nullable String complete) {
        HubConnection connection = new HubConnection(settings);
        RepositoryId repository = cache.repository();
        HubAnswers answers = new HubAnswers(repository, revision, connection);
        String commit = RepositoryId.isCommit(revision)
                ? revision
                : lookup.commit(remote(connection, repository, answers, complete == null ? Backoff.ATTEMPTS : 1));
        RemoteRepository remote = remote(connection, repository, answers, commit.equals(complete) ? 1 : Backoff.ATTEMPTS);
        FileDownload download =
                new FileDownload(connection, answers, cache, settings.pause(), freeSpace, listener, label(repository, revision));
        RemoteFiles files = new RemoteFiles(remote, cache, download, commit);
        selection.accept(files);
        noteCommit(cache, revision, commit); // only now: a half-downloaded revision never replaces the last complete one
        return files;
    }

    private RemoteRepository remote(HubConnection connection, RepositoryId repository, HubAnswers answers, int attempts) {
        return new RemoteRepository(connection, repository, answers, settings.pause(), attempts);
    }

    private static void noteCommit(HubCache cache, String revision, String commit) {
        try {
            cache.setCommit(revision, commit);
        } catch (IOException e) {
            log.debug("The commit of {} could not be noted in the cache", cache.repository(), e);
        }
    }

    private static HubException notCached(HubCache cache, String described) {
        return new HubException(
                Reason.OFFLINE,
                "requests to the hub are disabled (by HF_HUB_OFFLINE or the settings), and the cache " + cache.directory()
                        + " does not have the " + described
                        + "; download it first");
    }

    private static @Nullable HubException missing(CachedFiles present, Consumer<? super CommitFiles> selection, String described) {
        try {
            selection.accept(present);
            return null;
        } catch (HubException e) {
            return new HubException(
                    Reason.OFFLINE,
                    "requests to the hub are disabled (by HF_HUB_OFFLINE or the settings), and the cache " + present.cache.directory()
                            + " does not have all of the "
                            + described + " ("
                            + e.getMessage() + "); download it first",
                    e);
        }
    }

    private static HubSnapshot snapshot(CommitFiles files) {
        files.cache.requireTrusted(files.commit);
        return new HubSnapshot(files.cache.repository(), files.commit, files.cache.snapshot(files.commit), files.fetched());
    }

    private static String label(RepositoryId repository, String revision) {
        return revision.equals(MAIN) ? repository.toString() : repository + "@" + revision;
    }

    private static String described(RepositoryId repository, String revision) {
        return revision.equals(MAIN) ? repository.described() : repository.described() + "@" + revision;
    }

    private static String some(CommitFiles files) {
        if (files.names().isEmpty()) {
            return "no files";
        }
        int most = 10;
        List<String> names = files.names().stream().limit(most).toList();
        return String.join(", ", names) + (files.names().size() > most ? ", …" : "");
    }
}

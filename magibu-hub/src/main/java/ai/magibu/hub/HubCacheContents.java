package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The models and data sets in the hub's cache, for listing, checking and deleting. The cache is shared with Python, so those that
 * Python downloaded are included. Files that other processes write or delete at the same time are skipped.
 */
public final class HubCacheContents {

    /** A download that has not grown for this time is considered abandoned. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;

    /** Creates a view of the cache in these settings. Nothing is read yet. */
    public HubCacheContents(HubSettings settings) {
        this.directory = Arguments.requireSet("settings", settings).cacheDirectory().toAbsolutePath().normalize(); // as the links in it are resolved
    }

    /** Returns the models and then the data sets, by name; an empty list if there is no cache. */
    public List<CachedRepository> repositories() {
        List<CachedRepository> repositories = new ArrayList<>();
        List<Path> folders = children(directory);
        for (RepositoryId.Kind kind : RepositoryId.Kind.values()) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (name.startsWith(kind.folderPrefix()) && Files.isDirectory(folder.resolve("snapshots"))) {
                    repositories.add(new CachedRepository(
                            kind,
                            name.substring(kind.folderPrefix().length()).replace("--", "/"),
                            folder,
                            CacheRemoval.of(name, List.of(folder)).bytes(),
                            revisions(folder)));
                }
            }
        }
        return List.copyOf(repositories);
    }

    /**
     * Returns a model or a data set.
     *
     * @param id {@code owner/name} for a model, {@code datasets/owner/name} for a data set
     */
    public Optional<CachedRepository> repository(String id) {
        Arguments.requireSet("id", id);
        return repositories().stream().filter(repository -> repository.id().equals(id)).findFirst();
    }

    private static List<CachedRevision> revisions(Path repository) {
        Map<String, List<String>> refs = refs(repository);
        List<CachedRevision> revisions = new ArrayList<>();
        for (Path snapshot : children(repository.resolve("snapshots"))) {
            String commit = snapshot.getFileName().toString();
            List<BasicFileAttributes> files = new ArrayList<>();
            for (Path file : files(snapshot)) {
                try {
                    files.add(Files.readAttributes(file, BasicFileAttributes.class));
                } catch (IOException e) {
                    // A link to a missing file, which verify reports.
                }
            }
            Instant lastUsed = files.stream().map(file -> file.lastAccessTime().toInstant()).max(Instant::compareTo).orElse(null);
            long bytes = files.stream().mapToLong(BasicFileAttributes::size).sum();
            revisions.add(new CachedRevision(commit, refs.getOrDefault(commit, List.of()), snapshot, files.size(), bytes, lastUsed));
        }
        return List.copyOf(revisions);
    }

    private static Map<String, List<String>> refs(Path repository) {
        Map<String, List<String>> refs = new TreeMap<>();
        Path folder = repository.resolve("refs");
        for (Path ref : files(folder)) {
            try {
                refs.computeIfAbsent(Files.readString(ref).strip(), commit -> new ArrayList<>())
                        .add(folder.relativize(ref).toString().replace('\\', '/'));
            } catch (IOException e) {
                // Another process has just deleted it.
            }
        }
        return refs;
    }

    /**
     * Hashes the files of a model or a data set again.
     *
     * @param problems receives a message for each damaged file and for each missing one
     * @return the number of intact files. Copies, which replace links if those are not supported, cannot be checked
     */
    public int verify(CachedRepository repository, Consumer<String> problems) {
        Arguments.requireSet("repository", repository);
        Arguments.requireSet("problems", problems);
        int right = 0;
        for (Path blob : children(repository.folder().resolve("blobs"))) {
            Optional<ContentHash> hash = ContentHash.parse(blob.getFileName().toString());
            try {
                if (hash.isPresent() && hash.get().matches(blob)) {
                    right++;
                } else if (hash.isPresent()) {
                    problems.accept(blob + " is damaged");
                }
            } catch (IOException e) {
                problems.accept(blob + " cannot be read: " + e);
            }
        }
        for (CachedRevision revision : repository.revisions()) {
            for (Path file : files(revision.folder())) {
                if (!Files.exists(file)) {
                    problems.accept(file + " leads nowhere");
                }
            }
        }
        return right;
    }

    /** Returns the removal of a whole model or data set. */
    public CacheRemoval removal(CachedRepository repository) {
        Arguments.requireSet("repository", repository);
        Path locks = directory.resolve(".locks").resolve(repository.folder().getFileName());
        return CacheRemoval.of(repository.id(), List.of(repository.folder(), locks));
    }

    /** Returns the removal of a revision and of the contents that no other revision has. */
    public CacheRemoval removal(CachedRepository repository, CachedRevision revision) {
        Arguments.requireSet("repository", repository);
        Arguments.requireSet("revision", revision);
        Set<Path> kept = new HashSet<>();
        repository.revisions().stream().filter(other -> !other.equals(revision)).forEach(other -> kept.addAll(blobs(other)));
        Path folder = repository.folder();
        List<Path> paths = new ArrayList<>();
        revision.refs().forEach(ref -> paths.add(folder.resolve("refs").resolve(ref)));
        paths.add(revision.folder());
        paths.add(folder.resolve(".no_exist").resolve(revision.commit()));
        paths.add(folder.resolve("trees").resolve(revision.commit() + ".json"));
        blobs(revision).stream().filter(blob -> !kept.contains(blob)).sorted().forEach(paths::add);
        return CacheRemoval.of(repository.id() + " " + revision.commit(), paths);
    }

    /** Returns the removals of revisions without a branch or tag, of contents without a revision, and of abandoned downloads. */
    public List<CacheRemoval> unreferenced() {
        List<CacheRemoval> removals = new ArrayList<>();
        for (CachedRepository repository : repositories()) {
            Set<Path> used = new HashSet<>();
            for (CachedRevision revision : repository.revisions()) {
                used.addAll(blobs(revision));
                if (revision.refs().isEmpty()) {
                    removals.add(removal(repository, revision));
                }
            }
            List<Path> loose = children(repository.folder().resolve("blobs")).stream()
                    .filter(blob -> !used.contains(blob) && isNotBeingWritten(blob))
                    .toList();
            if (!loose.isEmpty()) {
                removals.add(CacheRemoval.of(repository.id() + ": contents of no revision", loose));
            }
        }
        return List.copyOf(removals);
    }

    private static Set<Path> blobs(CachedRevision revision) {
        Set<Path> blobs = new HashSet<>();
        for (Path file : files(revision.folder())) {
            try {
                if (Files.isSymbolicLink(file)) {
                    blobs.add(file.resolveSibling(Files.readSymbolicLink(file)).normalize());
                }
            } catch (IOException e) {
                // Another process has just deleted it.
            }
        }
        return blobs;
    }

    /** A new content gets its first link a moment after its download. */
    private static boolean isNotBeingWritten(Path blob) {
        try {
            Instant changed = Files.getLastModifiedTime(blob, LinkOption.NOFOLLOW_LINKS).toInstant();
            return changed.plus(ABANDONED).isBefore(Instant.now());
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> children(Path folder) {
        return paths(folder, 1, path -> true);
    }

    /** Returns files and links below the folder, at any depth. */
    private static List<Path> files(Path folder) {
        return paths(folder, Integer.MAX_VALUE, path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static List<Path> paths(Path folder, int depth, Predicate<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return paths.filter(path -> !path.equals(folder)).filter(wanted).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new HubException(Reason.STORAGE, "the cache folder " + folder + " cannot be read: " + e, e);
        }
    }
}

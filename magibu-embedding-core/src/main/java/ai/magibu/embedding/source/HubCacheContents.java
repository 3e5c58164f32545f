package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
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
 * What the hub's cache holds, for looking and cleaning up. It is shared with Python, and so are the models: whoever downloaded
 * one, it is listed here. Data sets are left alone. Files that others write or delete at the same time are passed over.
 */
public final class HubCacheContents {

    private static final String PREFIX = "models--";
    /** A download that has not grown for so long is nobody's any more. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;

    public HubCacheContents(HubSettings settings) {
        this.directory = settings.cacheDirectory().toAbsolutePath().normalize(); // as the links in it are resolved
    }

    /** The models, by name; empty if there is no cache. */
    public List<CachedRepository> repositories() {
        List<CachedRepository> repositories = new ArrayList<>();
        for (Path folder : children(directory)) {
            name(folder).ifPresent(name -> repositories.add(new CachedRepository(
                    name, folder, CacheRemoval.of(name, List.of(folder)).bytes(), revisions(folder))));
        }
        return List.copyOf(repositories);
    }

    /** The model of that name. */
    public Optional<CachedRepository> repository(String name) {
        return repositories().stream().filter(repository -> repository.repository().equals(name)).findFirst();
    }

    /** {@code owner/name} of a folder of the cache; empty if it is none of a model. */
    private static Optional<String> name(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(PREFIX) && Files.isDirectory(folder.resolve("snapshots"))
                ? Optional.of(name.substring(PREFIX.length()).replace("--", "/"))
                : Optional.empty();
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
                    // A link that leads nowhere: verify tells.
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
                // It has just gone.
            }
        }
        return refs;
    }

    /**
     * Hashes a model's files again.
     *
     * @param problems is told of each file that is not what its name says, and of each that is missing
     * @return how many were found to be right; copies, which the cache has where there are no links, cannot be checked
     */
    public int verify(CachedRepository repository, Consumer<String> problems) {
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

    /** All of a model. */
    public CacheRemoval removal(CachedRepository repository) {
        Path locks = directory.resolve(".locks").resolve(repository.folder().getFileName());
        return CacheRemoval.of(repository.repository(), List.of(repository.folder(), locks));
    }

    /** A revision, and the contents that no other revision of the model has. */
    public CacheRemoval removal(CachedRepository repository, CachedRevision revision) {
        Set<Path> kept = new HashSet<>();
        repository.revisions().stream().filter(other -> !other.equals(revision)).forEach(other -> kept.addAll(blobs(other)));
        Path folder = repository.folder();
        List<Path> paths = new ArrayList<>();
        revision.refs().forEach(ref -> paths.add(folder.resolve("refs").resolve(ref)));
        paths.add(revision.folder());
        paths.add(folder.resolve(".no_exist").resolve(revision.commit()));
        paths.add(folder.resolve("trees").resolve(revision.commit() + ".json"));
        blobs(revision).stream().filter(blob -> !kept.contains(blob)).sorted().forEach(paths::add);
        return CacheRemoval.of(repository.repository() + " " + revision.commit(), paths);
    }

    /** Revisions that no branch or tag has any more, contents that no revision has, and downloads that were given up. */
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
                removals.add(CacheRemoval.of(repository.repository() + ": contents of no revision", loose));
            }
        }
        return List.copyOf(removals);
    }

    private static Set<Path> blobs(CachedRevision revision) {
        Set<Path> blobs = new HashSet<>();
        for (Path file : files(revision.folder())) {
            try {
                if (Files.isSymbolicLink(file)) {
                    blobs.add(file.getParent().resolve(Files.readSymbolicLink(file)).normalize());
                }
            } catch (IOException e) {
                // It has just gone.
            }
        }
        return blobs;
    }

    /** A new content gets its first link a moment after it is there. */
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

    /** Files and links below the folder, however deep. */
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
            throw new ModelSourceException(Reason.STORAGE, "the cache folder " + folder + " cannot be read: " + e, e);
        }
    }
}

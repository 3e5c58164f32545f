package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder layout of Python's {@code huggingface_hub}, so that either's downloads serve the other:
 *
 * <pre>
 * models--owner--name/
 *   blobs/HASH                    contents, named by their hash
 *   snapshots/COMMIT/config.json  links to them, under the repository's names
 *   refs/main                     the commit of a branch or tag
 *   .no_exist/COMMIT/NAME         empty: the commit has no such file
 *   trees/COMMIT.json             the commit's files (Python writes it, here it is only read)
 * .locks/models--owner--name/HASH.lock
 * </pre>
 */
final class HubCache {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final TrustedFolder trusted;
    private final boolean symbolicLinks;

    HubCache(HubSettings settings) {
        this.directory = settings.cacheDirectory();
        this.trusted = settings.trustedCache();
        this.symbolicLinks = settings.symbolicLinks();
    }

    /** @throws ModelSourceException if another user could have written the repository's files */
    void requireTrusted(RepositoryId repository) {
        Path folder = folder(repository);
        requireTrusted(repository, List.of(folder, folder.resolve("refs"), folder.resolve("snapshots"), folder.resolve("blobs")));
    }

    /** As {@link #requireTrusted(RepositoryId)}, for the files of one commit. */
    void requireTrusted(RepositoryId repository, String commit) {
        requireTrusted(repository, List.of(snapshot(repository, commit)));
    }

    private void requireTrusted(RepositoryId repository, List<Path> parts) {
        for (Path part : parts) {
            try {
                String problem = trusted.problem(part);
                if (problem != null) {
                    throw new ModelSourceException(
                            Reason.STORAGE,
                            "the cache " + directory + " is not used for " + repository + ": " + problem
                                    + ". Use a folder of your own (HF_HUB_CACHE), or delete it");
                }
            } catch (IOException e) {
                throw new ModelSourceException(Reason.STORAGE, "the cache folder " + part + " cannot be read: " + e, e);
            }
        }
    }

    void createFolder(Path folder) throws IOException {
        trusted.create(folder);
    }

    Path directory() {
        return directory;
    }

    /** The commit that a branch or tag had when it was last looked up; null if it never was. */
    @Nullable String commit(RepositoryId repository, String revision) {
        try {
            String commit = Files.readString(folder(repository).resolve("refs").resolve(revision)).strip();
            return RepositoryId.isCommit(commit) ? commit : null;
        } catch (IOException e) {
            return null;
        }
    }

    void setCommit(RepositoryId repository, String revision, String commit) throws IOException {
        if (revision.equals(commit) || commit.equals(commit(repository, revision))) {
            return;
        }
        Path ref = folder(repository).resolve("refs").resolve(revision);
        createFolder(ref.getParent());
        Path temporary = ref.resolveSibling(ref.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.writeString(temporary, commit);
        Files.move(temporary, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path snapshot(RepositoryId repository, String commit) {
        return folder(repository).resolve("snapshots").resolve(commit);
    }

    Path file(RepositoryId repository, String commit, String name) {
        return snapshot(repository, commit).resolve(name);
    }

    /** Whether it is on record that the commit has no such file. */
    boolean isAbsent(RepositoryId repository, String commit, String name) {
        return Files.exists(absence(repository, commit, name)) || isLeftOutOfTree(repository, commit, name);
    }

    void setAbsent(RepositoryId repository, String commit, String name) throws IOException {
        Path marker = absence(repository, commit, name);
        createFolder(marker.getParent());
        try {
            Files.createFile(marker);
        } catch (FileAlreadyExistsException e) {
            // Somebody else noted it.
        }
    }

    private Path absence(RepositoryId repository, String commit, String name) {
        return folder(repository).resolve(".no_exist").resolve(commit).resolve(name);
    }

    private boolean isLeftOutOfTree(RepositoryId repository, String commit, String name) {
        try {
            Path tree = folder(repository).resolve("trees").resolve(commit + ".json");
            JsonNode files = JSON.readTree(Files.readAllBytes(tree)).path("files");
            return files.isObject() && !files.isEmpty() && !files.has(name);
        } catch (IOException e) {
            return false;
        }
    }

    Path blob(HubFile file) {
        return folder(file.repository()).resolve("blobs").resolve(file.hash().hex());
    }

    /**
     * Where a file is while it arrives. Not the name that Python uses: its locks and Java's do not see each other, so the two
     * must not write to one file.
     */
    Path incompleteBlob(HubFile file) {
        return folder(file.repository()).resolve("blobs").resolve(file.hash().hex() + ".magibu.incomplete");
    }

    CacheLock lock(HubFile file) throws IOException {
        Path locks = directory.resolve(".locks").resolve(folderName(file.repository()));
        createFolder(locks);
        return CacheLock.acquire(locks.resolve(file.hash().hex() + ".lock"));
    }

    /** Gives a blob the file's name in the snapshot: a relative link; where there are none, the content itself. */
    void link(HubFile file) throws IOException {
        Path snapshot = snapshot(file.repository(), file.commit());
        Path link = snapshot.resolve(file.name());
        createFolder(link.getParent());
        if (!link.getParent().toRealPath().startsWith(snapshot.toRealPath())) {
            throw new IOException("the folder " + link.getParent() + " is a link that leads out of the cache");
        }
        Path blob = blob(file);
        Files.deleteIfExists(link); // one that leads nowhere
        if (symbolicLinks) {
            try {
                Files.createSymbolicLink(link, link.getParent().relativize(blob));
                return;
            } catch (UnsupportedOperationException | IOException e) {
                if (Files.exists(link)) {
                    return; // somebody else's
                }
                // The file system has no links, or Windows does not let this user make them.
            }
        }
        Path temporary = link.resolveSibling(link.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.copy(blob, temporary);
            Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    Path folder(RepositoryId repository) {
        return directory.resolve(folderName(repository));
    }

    private static String folderName(RepositoryId repository) {
        return "models--" + repository.owner() + "--" + repository.name();
    }
}

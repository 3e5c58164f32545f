package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.CacheLock;
import ai.magibu.hub.internal.TrustedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A repository in the cache, in the layout of Python's {@code huggingface_hub}, so that Python uses our downloads and we use
 * Python's:
 *
 * <pre>
 * models--owner--name/            or datasets--owner--name/
 *   blobs/HASH                    contents, named by their hash
 *   snapshots/COMMIT/config.json  links to them, under the repository's names
 *   refs/main                     the commit of a branch or tag
 *   .no_exist/COMMIT/NAME         empty: the commit has no such file
 *   trees/COMMIT.json             the list of the commit's files
 * .locks/models--owner--name/HASH.lock
 * </pre>
 */
final class HubCache {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TREE_FORMAT = 1;

    private final RepositoryId repository;
    private final Path directory;
    private final Path folder;
    private final TrustedFolder trusted;
    private final boolean symbolicLinks;

    HubCache(HubSettings settings, RepositoryId repository) {
        this.repository = repository;
        this.directory = settings.cacheDirectory();
        this.folder = directory.resolve(repository.folder());
        this.trusted = settings.trustedCache();
        this.symbolicLinks = settings.symbolicLinks();
    }

    RepositoryId repository() {
        return repository;
    }

    Path directory() {
        return directory;
    }

    /** @throws HubException if another user could have written the repository's files */
    void requireTrusted() {
        requireTrusted(List.of(folder, folder.resolve("refs"), folder.resolve("snapshots"), folder.resolve("blobs")));
    }

    /** As {@link #requireTrusted()}, for the files of one commit. */
    void requireTrusted(String commit) {
        requireTrusted(List.of(snapshot(commit)));
    }

    private void requireTrusted(List<Path> parts) {
        for (Path part : parts) {
            try {
                String problem = trusted.problem(part);
                if (problem != null) {
                    throw new HubException(
                            Reason.STORAGE,
                            "the cache " + directory + " is not used for " + repository + ": " + problem
                                    + ". Use a folder of your own (HF_HUB_CACHE), or delete it");
                }
            } catch (IOException e) {
                throw new HubException(Reason.STORAGE, "the cache folder " + part + " cannot be read: " + e, e);
            }
        }
    }

    void createFolder(Path newFolder) throws IOException {
        trusted.create(newFolder);
    }

    /** Returns the commit that a branch or tag had at the last lookup; null if it was never looked up. */
    @Nullable
    String commit(String revision) {
        try {
            String commit = Files.readString(folder.resolve("refs").resolve(revision)).strip();
            return RepositoryId.isCommit(commit) ? commit : null;
        } catch (IOException e) {
            return null;
        }
    }

    void setCommit(String revision, String commit) throws IOException {
        if (revision.equals(commit) || commit.equals(commit(revision))) {
            return;
        }
        Path ref = folder.resolve("refs").resolve(revision);
        createFolder(Objects.requireNonNull(ref.getParent()));
        replace(ref, commit);
    }

    /** Another process never sees half a file. */
    private static void replace(Path file, String content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.writeString(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path file(String commit, String name) {
        return snapshot(commit).resolve(name);
    }

    /** Returns whether the cache knows that the commit has no such file. */
    boolean isAbsent(String commit, String name) {
        if (Files.exists(absence(commit, name))) {
            return true;
        }
        JsonNode files = treeEntries(commit);
        return files != null && !files.has(name);
    }

    void setAbsent(String commit, String name) throws IOException {
        Path marker = absence(commit, name);
        createFolder(Objects.requireNonNull(marker.getParent()));
        try {
            Files.createFile(marker);
        } catch (FileAlreadyExistsException e) {
            // Another process noted it.
        }
    }

    private Path absence(String commit, String name) {
        return folder.resolve(".no_exist").resolve(commit).resolve(name);
    }

    private Path treeFile(String commit) {
        return folder.resolve("trees").resolve(commit + ".json");
    }

    /** Returns what the cache knows about the commit's files; null if it has no list of them. */
    private @Nullable JsonNode treeEntries(String commit) {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(treeFile(commit)));
            JsonNode files = tree.path("files");
            return tree.path("format_version").asInt() == TREE_FORMAT && files.isObject() && !files.isEmpty() ? files : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the commit's files by name; null if the cache has no complete list of them. */
    @Nullable
    Map<String, RemoteFile> tree(String commit) {
        JsonNode entries = treeEntries(commit);
        if (entries == null) {
            return null;
        }
        Map<String, RemoteFile> files = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            JsonNode file = entry.getValue();
            boolean large = file.has("lfs_sha256");
            ContentHash hash = ContentHash.parse(file.path(large ? "lfs_sha256" : "blob_id").asText()).orElse(null);
            if (hash == null) {
                return null;
            }
            String name = CommitFiles.requireInside(entry.getKey(), repository);
            files.put(name,
                    new RemoteFile(commit, name, hash, file.path(large ? "lfs_size" : "size").asLong(-1), file.path("blob_id").asText()));
        }
        return files;
    }

    /** Writes the list of the commit's files as Python reads it. */
    void setTree(String commit, Map<String, RemoteFile> files) throws IOException {
        ObjectNode tree = JSON.createObjectNode().put("format_version", TREE_FORMAT);
        ObjectNode entries = tree.putObject("files");
        files.forEach((name, file) -> {
            ObjectNode entry = entries.putObject(name).put("size", file.size()).put("blob_id", file.gitId());
            if (file.hash().isSha256()) {
                entry.put("lfs_sha256", file.hash().hex()).put("lfs_size", file.size());
            }
        });
        createFolder(Objects.requireNonNull(treeFile(commit).getParent()));
        replace(treeFile(commit), tree.toPrettyString());
    }

    Path blob(RemoteFile file) {
        return folder.resolve("blobs").resolve(file.hash().hex());
    }

    /**
     * Returns the path of a file during its download. Python uses another name: its locks and Java's do not exclude each other,
     * so the two must not write to one file.
     */
    Path incompleteBlob(RemoteFile file) {
        return folder.resolve("blobs").resolve(file.hash().hex() + ".magibu.incomplete");
    }

    CacheLock lock(RemoteFile file) throws IOException {
        Path locks = directory.resolve(".locks").resolve(repository.folder());
        createFolder(locks);
        return CacheLock.acquire(locks.resolve(file.hash().hex() + ".lock"));
    }

    /** Gives a blob the file's name in the snapshot: as a relative link, or as a copy where links are not supported. */
    void link(RemoteFile file) throws IOException {
        Path snapshot = snapshot(file.commit());
        Path link = snapshot.resolve(file.name());
        Path parent = Objects.requireNonNull(link.getParent());
        createFolder(parent);
        if (!parent.toRealPath().startsWith(snapshot.toRealPath())) {
            throw new IOException("the folder " + parent + " is a link that leads out of the cache");
        }
        Path blob = blob(file);
        Files.deleteIfExists(link); // a link to a missing file
        if (symbolicLinks) {
            try {
                Files.createSymbolicLink(link, link.getParent().relativize(blob));
                return;
            } catch (UnsupportedOperationException | IOException e) {
                if (Files.exists(link)) {
                    return; // another process created it
                }
                // The file system has no links, or Windows does not allow this user to create them.
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
}

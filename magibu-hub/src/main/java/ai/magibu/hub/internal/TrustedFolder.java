package ai.magibu.hub.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder for code and data that this process relies on, so no other user may be able to write to it.
 *
 * <p>Trusted owners are the process's own user and root. The owner and the group of a mount point are trusted too, because only
 * an administrator mounts. The same applies to a folder that the application configures, unless its parent is a shared folder such
 * as {@code /tmp}. Everything on the way to a file must belong to a trusted owner and must not be writable by others. A
 * sticky folder such as {@code /tmp} may be on the way. The parents of a configured folder are not checked, nor are systems
 * without POSIX permissions.
 */
public final class TrustedFolder {

    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final String PRIVATE = "rwx------";
    private static final String READABLE = "rwxr-xr-x";

    private final Path directory;
    private final boolean configured;

    /**
     * @param directory the topmost folder
     * @param configured whether the application or the environment names the folder, rather than this library's defaults
     */
    public TrustedFolder(Path directory, boolean configured) {
        this.directory = directory.toAbsolutePath().normalize();
        this.configured = configured;
    }

    /** A cache folder: configured, unless it is the user's default one. */
    public static TrustedFolder cache(Path directory) {
        return new TrustedFolder(directory, !directory.equals(UserCache.directory()));
    }

    /**
     * Returns why a file or folder cannot be trusted; null if it can, or if it is missing.
     *
     * @param path the folder itself, or something below it
     * @throws IOException if the path cannot be examined
     */
    public @Nullable String problem(Path path) throws IOException {
        if (!isPosix()) {
            return null;
        }
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = existing(absolute);
        Path leaf = existing.toRealPath();
        Path top = configured ? existing(directory).toRealPath() : null;
        Set<Integer> owners = new HashSet<>(Set.of(ROOT));
        Set<Integer> groups = new HashSet<>(Set.of(ROOT));
        Integer self = self();
        if (self != null) {
            owners.add(self);
        }
        for (Path each : fromRoot(leaf, top)) {
            Map<String, Object> attributes = Files.readAttributes(each, "unix:uid,gid,mode,dev,owner,group");
            if ((each.equals(top) && !isInSharedFolder(each)) || isMountPoint(each, attributes)) {
                owners.add((Integer) attributes.get("uid"));
                groups.add((Integer) attributes.get("gid"));
                continue;
            }
            String owner = String.valueOf(attributes.get("owner"));
            if (!owners.contains((Integer) attributes.get("uid")) && !(self == null && owner.equals(System.getProperty("user.name")))) {
                return each + " belongs to another user (" + owner + ")";
            }
            boolean passedThrough = !each.equals(leaf) || !existing.equals(absolute);
            if (isWritableByOthers(attributes, groups, owner) && !(passedThrough && hasBit(attributes, STICKY))) {
                return each + " can be written by other users (remove that with: chmod go-w " + each + ")";
            }
        }
        return null;
    }

    /** A user's private group, as many Linux distributions have it, has the user's name and no other member. */
    private static boolean isWritableByOthers(Map<String, Object> attributes, Set<Integer> groups, String owner) {
        boolean byGroup = hasBit(attributes, GROUP_WRITE)
                && !groups.contains((Integer) attributes.get("gid"))
                && !owner.equals(String.valueOf(attributes.get("group")));
        return byGroup || hasBit(attributes, OTHERS_WRITE);
    }

    private static boolean hasBit(Map<String, Object> attributes, int bit) {
        return ((Integer) Objects.requireNonNull(attributes.get("mode")) & bit) != 0;
    }

    private static Iterable<Path> fromRoot(Path leaf, @Nullable Path top) {
        Deque<Path> path = new ArrayDeque<>();
        for (Path each = leaf; each != null; each = each.getParent()) {
            path.addFirst(each);
            if (each.equals(top)) {
                break;
            }
        }
        return path;
    }

    private static boolean isMountPoint(Path path, Map<String, Object> attributes) throws IOException {
        Path parent = path.getParent();
        return parent == null || !Objects.equals(Files.getAttribute(parent, "unix:dev"), attributes.get("dev"));
    }

    /** Anybody can create a folder in {@code /tmp} before the application that is configured to use it. */
    private static boolean isInSharedFolder(Path path) throws IOException {
        Path parent = path.getParent();
        return parent != null && ((Integer) Files.getAttribute(parent, "unix:mode") & OTHERS_WRITE) != 0;
    }

    /** Returns the effective user; null if the system has no {@code /proc}. */
    private static @Nullable Integer self() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Returns the nearest folder or file on the way to a path that exists. */
    static Path existing(Path path) {
        Path existing = path.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /**
     * Creates a folder below the topmost one, and its parents. In the default cache they are accessible to their owner only; in a
     * configured one others may read them, because an image build fills it for another user.
     *
     * @throws IOException if the folder cannot be created, or its parent cannot be trusted
     */
    public void create(Path folder) throws IOException {
        String problem = problem(folder);
        if (problem != null) {
            throw new FileSystemException(folder.toString(), null, problem);
        }
        Path absolute = folder.toAbsolutePath().normalize();
        UserCache.creating(absolute);
        createTrusted(absolute);
    }

    private void createTrusted(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createTrusted(parent);
        }
        try {
            if (isPosix()) {
                String mode = configured ? READABLE : PRIVATE;
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }
}

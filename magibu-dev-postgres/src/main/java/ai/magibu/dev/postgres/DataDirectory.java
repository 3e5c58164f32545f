package ai.magibu.dev.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a database. It is locked, because two servers on the same files destroy them. */
final class DataDirectory implements AutoCloseable {

    private static final String HOLDER = "database";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lockFile;

    private DataDirectory(Path path, boolean temporary) throws IOException {
        this.path = path;
        this.temporary = temporary;
        lockFile = FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    static DataDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        DataDirectory opened;
        try {
            if (!Files.isDirectory(path)) { // createDirectories rejects a link to a folder
                Files.createDirectories(path);
            }
            opened = new DataDirectory(path, false);
        } catch (IOException e) {
            throw new DevPostgresException(
                    "The data folder " + path + " cannot be written: " + e,
                    "Make it writable, or choose another folder.",
                    e);
        }
        if (opened.tryLock() == null) {
            opened.close();
            throw new DevPostgresException(
                    "The data folder " + path + " is in use by another database, of this process or of another.",
                    "Close the other database, or choose another folder.");
        }
        return opened;
    }

    /** Returns a new folder that {@link #close()} deletes. */
    static DataDirectory temporary() {
        try {
            Path path = Files.createTempDirectory("dev-postgres-");
            // Root runs PostgreSQL as another user, which must reach its files below.
            setPermissions(path, "rwx--x--x");
            return new DataDirectory(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable FileLock tryLock() {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTemporary() {
        return temporary;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Returns a folder below this one that only its owner can read; creates it if it does not exist. */
    Path privateFolder(String name) throws IOException {
        Path folder = Files.createDirectories(path.resolve(name));
        setPermissions(folder, "rwx------");
        return folder;
    }

    /** Has no effect on Windows, where folders inherit the permissions of the user's profile. */
    static void setPermissions(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Returns the database that holds the data; null in a new folder. */
    @Nullable
    DataHolder holder() {
        Path file = path.resolve(HOLDER);
        try {
            if (!Files.exists(file)) {
                return null;
            }
            DataHolder holder = DataHolder.parse(Files.readString(file));
            if (holder == null) {
                throw new DevPostgresException(
                        file + " does not name a database.", "Choose another folder, or delete " + path + ".");
            }
            return holder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remember(DataHolder holder) {
        try {
            Files.writeString(path.resolve(HOLDER), holder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
            if (temporary) {
                delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

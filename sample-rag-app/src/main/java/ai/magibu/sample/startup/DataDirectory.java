package ai.magibu.sample.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The folder that outlives a restart: the database's files and the demo model ({@code sample.data-directory}). Locked, since
 * two database servers on the same files would destroy them.
 */
@Component
public final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lockFile;

    public DataDirectory(@Value("${sample.data-directory}") Path directory) {
        path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            lockFile = FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartupProblem(
                    "The data folder " + path + " cannot be written: " + e,
                    "Make it writable, or choose another with sample.data-directory=<folder>.",
                    e);
        }
        if (tryLock() == null) {
            close();
            throw new StartupProblem(
                    "The data folder " + path + " is in use by another running instance of this application.",
                    "Stop the other instance, or give this one its own folder with sample.data-directory=<folder>.");
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

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

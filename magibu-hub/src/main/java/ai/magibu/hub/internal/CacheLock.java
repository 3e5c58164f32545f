package ai.magibu.hub.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a file, held against other processes and against the other threads of this one, also those of other class loaders,
 * which operating-system locks do not exclude.
 */
public final class CacheLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CacheLock.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long SAY_EVERY_POLLS = 200;

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until the lock is free. The file stays when the lock is released, because others may wait for it.
     *
     * @param file the lock's file, in an existing folder
     * @throws InterruptedIOException if the thread is interrupted
     */
    public static CacheLock acquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (long polls = 1; !tryLock(channel); polls++) {
                if (polls % SAY_EVERY_POLLS == 0) {
                    log.info("Waiting for another process or thread that holds {}", file);
                }
                Thread.sleep(POLL.toMillis());
            }
            return new CacheLock(channel);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the thread was interrupted while it waited for the lock " + file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Returns the lock; null if another process or thread holds it. */
    public static @Nullable CacheLock tryAcquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel)) {
                return new CacheLock(channel);
            }
            channel.close();
            return null;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(); // released when the channel closes
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process holds it
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package ai.magibu.embedding.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a file, held against other processes and, for locks of the operating system do not part them, against the other
 * threads of this one.
 */
final class CacheLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CacheLock.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long SAY_EVERY_POLLS = 200;

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits until it is free. The file stays when the lock is released, for another may be waiting at it. */
    static CacheLock acquire(Path file) throws IOException {
        Files.createDirectories(file.getParent());
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
            throw Backoff.interrupted(e);
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
            return false; // another thread's
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

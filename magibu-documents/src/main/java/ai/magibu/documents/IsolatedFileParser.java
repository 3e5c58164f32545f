package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FileParser} for untrusted files: it runs in a separate Java process with a time limit and a memory limit. No file can
 * stop the application, whatever it contains.
 *
 * <p>The process starts with the first file and is used for the next ones. It is killed when a file exceeds a limit or the caller
 * is interrupted. It ends when it is idle, when this parser is closed, and when the application ends, also by a signal. It uses the
 * application's Java installation and class path or modules, but only the locale and the path of its environment. It writes only to
 * a private folder that other users cannot read.
 *
 * <p>Thread-safe; reads one file at a time, so callers wait for each other. Use several parsers to read several files at once.
 */
public final class IsolatedFileParser implements DocumentParser, AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private final Duration deadline;
    private final Duration idleTime;
    private final int heapMegabytes;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ReaderProcess process;
    private long files;
    private volatile boolean closed;

    private IsolatedFileParser(Builder builder) {
        deadline = builder.deadline;
        idleTime = builder.idleTime;
        heapMegabytes = builder.heapMegabytes;
    }

    /** Returns a builder with the default limits. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a file without a name; see {@link FileParser#parse(InputStream)}.
     *
     * @throws UnreadableFileException as {@link #parse(String, byte[])}, which also lists the other errors
     */
    @Override
    public Document parse(InputStream content) {
        return parseNamed(null, FileParser.bytes(content));
    }

    /**
     * Reads a file; see {@link FileParser#parse(String, byte[])}.
     *
     * @param fileName the file's name, with or without a folder
     * @param content the file
     * @throws UnreadableFileException if the file has no readable text or exceeds a limit
     * @throws CancellationException if the thread is interrupted; it stays interrupted
     * @throws IllegalStateException if this parser is closed, or the process cannot be started or ends unexpectedly
     */
    public Document parse(String fileName, byte[] content) {
        return parseNamed(Objects.requireNonNull(fileName, "fileName"), content);
    }

    private Document parseNamed(@Nullable String fileName, byte[] content) {
        if (content.length > FileParser.LARGEST_FILE) {
            throw new UnreadableFileException(fileName, Reason.TOO_LARGE);
        }
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw cancelled();
        }
        boolean usable = false;
        try {
            Document document = FileParser.document(process().read(fileName, content, deadline));
            usable = true;
            return document;
        } catch (UnreadableFileException e) {
            usable = e.reason() != Reason.TOO_LONG;
            throw e;
        } catch (InterruptedException e) {
            throw cancelled();
        } catch (IllegalStateException e) {
            throw closed ? new IllegalStateException("This parser is closed.", e) : e;
        } finally {
            if (!usable || closed) {
                stop();
            }
            long file = ++files;
            lock.unlock();
            CompletableFuture.delayedExecutor(idleTime.toMillis(), TimeUnit.MILLISECONDS).execute(() -> stopIfIdleSince(file));
        }
    }

    private static CancellationException cancelled() {
        Thread.currentThread().interrupt();
        return new CancellationException("Reading the file was interrupted.");
    }

    private ReaderProcess process() throws InterruptedException {
        if (closed) {
            throw new IllegalStateException();
        }
        ReaderProcess running = process;
        if (running == null || !running.isAlive()) {
            stop();
            running = new ReaderProcess(heapMegabytes);
            process = running;
            if (closed) {
                running.kill(); // close() may have found no process
            }
            running.awaitStart(LONGEST_START);
        }
        return running;
    }

    private void stopIfIdleSince(long file) {
        if (lock.tryLock()) {
            try {
                if (files == file) {
                    stop();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void stop() {
        ReaderProcess running = process;
        process = null;
        if (running != null) {
            running.close();
        }
    }

    /** Stops the process. A call that is reading a file fails with an {@link IllegalStateException}. */
    @Override
    public void close() {
        closed = true;
        ReaderProcess running = process;
        if (running != null) {
            running.kill();
        }
        lock.lock();
        try {
            stop();
        } finally {
            lock.unlock();
        }
    }

    /** Limits of an {@link IsolatedFileParser}. */
    public static final class Builder {

        private Duration deadline = Duration.ofSeconds(60);
        private Duration idleTime = Duration.ofMinutes(1);
        private int heapMegabytes = 256;

        private Builder() {}

        /** Sets how long reading one file may take, without the start of the process. Default: 60 seconds. */
        public Builder deadline(Duration deadline) {
            this.deadline = positive(deadline, "deadline");
            return this;
        }

        /** Sets how long the process waits for the next file before it ends. Default: one minute. */
        public Builder idleTime(Duration idleTime) {
            this.idleTime = positive(idleTime, "idleTime");
            return this;
        }

        /** Sets the heap of the process in MiB, at least 32; the process needs some 100 MiB more. Default: 256. */
        public Builder heapMegabytes(int heapMegabytes) {
            if (heapMegabytes < 32) {
                throw new IllegalArgumentException("heapMegabytes is " + heapMegabytes + "; at least 32 are required.");
            }
            this.heapMegabytes = heapMegabytes;
            return this;
        }

        private static Duration positive(Duration duration, String name) {
            if (duration.toMillis() <= 0) {
                throw new IllegalArgumentException(name + " is " + duration + "; at least one millisecond is required.");
            }
            return duration;
        }

        /** Returns the parser. No process starts yet. */
        public IsolatedFileParser build() {
            return new IsolatedFileParser(this);
        }
    }
}

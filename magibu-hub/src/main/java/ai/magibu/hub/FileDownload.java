package ai.magibu.hub;

import ai.magibu.hub.HubConnection.Answer;
import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.CacheLock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads one file into the cache: resumes an earlier attempt, checks the whole content against its hash, and only then gives
 * the file its name.
 */
final class FileDownload {

    private static final int BUFFER_BYTES = 1 << 16;
    /** With a number that a long can hold. */
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-.*");
    /** An attempt that transfers less than this is slow. */
    private static final long SLOW_BYTES = 1 << 20;
    /** This many slow attempts end the download. */
    private static final int SLOW_ATTEMPTS = 20;
    /** A connection that transfers less than this in the time of {@link #DRIP_STALLS} stalls is abandoned. */
    private static final long DRIP_BYTES = 1 << 14;
    private static final int DRIP_STALLS = 6;

    /** Returns the free space of a folder's disk, in bytes. */
    @FunctionalInterface
    interface FreeSpace {
        FreeSpace OF_DISK = folder -> Files.getFileStore(folder).getUsableSpace();

        long bytes(Path folder) throws IOException;
    }

    private final HubConnection connection;
    private final HubAnswers answers;
    private final HubCache cache;
    private final Pause pause;
    private final FreeSpace freeSpace;
    private final DownloadListener listener;
    private final String repository;

    FileDownload(
            HubConnection connection,
            HubAnswers answers,
            HubCache cache,
            Pause pause,
            FreeSpace freeSpace,
            DownloadListener listener,
            String repository) {
        this.connection = connection;
        this.answers = answers;
        this.cache = cache;
        this.pause = pause;
        this.freeSpace = freeSpace;
        this.listener = listener;
        this.repository = repository;
    }

    /** Downloads the file unless the cache has it. If several processes and threads want it, one of them downloads it. */
    void fetch(RemoteFile file) {
        Path blob = cache.blob(file);
        try {
            CacheLock lock = cache.lock(file);
            try {
                fetchLocked(file, blob);
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw notWritable(file, e);
        }
        long size = sizeOf(blob);
        listener.onProgress(new DownloadProgress(repository, file.name(), size, size, true));
    }

    private void fetchLocked(RemoteFile file, Path blob) throws IOException {
        if (!Files.exists(blob)) {
            cache.createFolder(Objects.requireNonNull(blob.getParent()));
            Path part = cache.incompleteBlob(file);
            boolean resumed = Files.exists(part);
            download(file, part);
            if (!file.hash().matches(part) && resumed) {
                Files.delete(part); // the part of the earlier attempt may be wrong
                download(file, part);
            }
            if (!file.hash().matches(part)) {
                Files.delete(part);
                throw new HubException(
                        Reason.INTEGRITY,
                        "the content of " + file.name() + " of " + repository + " differs from the hash that the hub announced, and was"
                                + " deleted; try again, and check any proxy between if it happens again");
            }
            Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(cache.file(file.commit(), file.name()))) {
            cache.link(file);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    private void download(RemoteFile file, Path part) throws IOException {
        Backoff backoff = new Backoff(Backoff.ATTEMPTS, pause);
        int slowAttempts = 0;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.size() >= 0 && channel.size() > file.size()) {
                channel.truncate(0);
            }
            requireSpace(file, channel.size(), Objects.requireNonNull(part.getParent()));
            channel.position(channel.size());
            listener.onProgress(new DownloadProgress(repository, file.name(), channel.position(), file.size(), false));
            long furthest = channel.position();
            while (channel.position() != file.size()) {
                try {
                    if (receive(file, channel)) {
                        break;
                    }
                    throw new TransientFailure("the download of " + file.name() + " ended early", null, null);
                } catch (TransientFailure failure) {
                    long gained = channel.position() - furthest;
                    if (gained < SLOW_BYTES && ++slowAttempts >= SLOW_ATTEMPTS) {
                        throw failure.lasting();
                    }
                    if (gained > 0) { // beyond every earlier attempt: some servers start from the beginning each time
                        furthest = channel.position();
                        backoff.reset();
                    }
                    backoff.afterFailure(failure);
                }
            }
            channel.force(true);
        }
    }

    private void requireSpace(RemoteFile file, long present, Path folder) throws IOException {
        long needed = file.size() - present;
        long free = freeSpace.bytes(folder);
        if (needed > free) {
            throw new HubException(
                    Reason.STORAGE,
                    String.format(
                            Locale.ROOT,
                            "%s of %s needs %,d MB more, and the disk of %s has %,d MB left; make room, or set HF_HUB_CACHE to a"
                                    + " folder on another disk",
                            file.name(), repository, needed / 1_000_000 + 1, folder, free / 1_000_000));
        }
    }

    /** Appends the content that arrives; returns whether the file is complete. */
    private boolean receive(RemoteFile file, FileChannel channel) throws TransientFailure, IOException {
        try (Answer answer = connection.get(address(file), file.name() + " of " + repository, channel.position())) {
            if (answer.status() / 100 == 2 && answer.isHtml()) { // the page of a login portal: the earlier part stays
                throw answers.html(file.name());
            }
            if (answer.status() / 100 == 2 && answer.isEncoded()) {
                throw new HubException(
                        Reason.NETWORK,
                        "the storage or a proxy compresses " + file.name() + " of " + repository + " although that was not requested"
                                + " (Content-Encoding: " + redaction().printable(String.valueOf(answer.header("Content-Encoding")))
                                + "); check any proxy between, and HF_ENDPOINT");
            }
            switch (answer.status()) {
                case 200 -> channel.truncate(0).position(0);
                case 206 -> {
                    if (!startsAt(answer, channel.position())) {
                        channel.truncate(0).position(0);
                        throw new TransientFailure("the server sent another part of " + file.name() + " than the requested one", null,
                                null);
                    }
                }
                case 416 -> {
                    channel.truncate(0).position(0);
                    throw new TransientFailure("the server has no such part of " + file.name(), null, null);
                }
                default -> throw HubAnswers.lacksFile(answer)
                        ? answers.withdrawn(file.name())
                        : answers.failure(answer, file.name());
            }
            copy(file, answer.response().body(), channel);
            return file.size() < 0 || channel.position() == file.size();
        }
    }

    private URI address(RemoteFile file) {
        return connection.file(cache.repository(), file.commit(), file.name());
    }

    private static boolean startsAt(Answer answer, long position) {
        String range = answer.header("Content-Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        return matcher.matches() && Long.parseLong(matcher.group(1)) == position;
    }

    private void copy(RemoteFile file, TimedBody body, FileChannel channel) throws TransientFailure, IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long windowNanos = connection.stallTimeout().multipliedBy(DRIP_STALLS).toNanos();
        long windowStart = System.nanoTime();
        long windowBytes = 0;
        while (true) {
            int count;
            try {
                count = body.read(buffer);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new HubException(Reason.NETWORK, "the download was interrupted", e);
                }
                throw new TransientFailure(
                        "the download of " + file.name() + " of " + repository + " was cut ("
                                + redaction().printable(String.valueOf(e.getMessage())) + ")",
                        null,
                        redaction().cleaned(e));
            }
            if (count < 0) {
                return;
            }
            if (file.size() >= 0 && channel.position() + count > file.size()) {
                channel.truncate(0).position(0);
                throw new HubException(
                        Reason.INTEGRITY,
                        "the server sends more for " + file.name() + " of " + repository + " than the " + file.size()
                                + " bytes that the hub announced");
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            listener.onProgress(new DownloadProgress(repository, file.name(), channel.position(), file.size(), false));
            windowBytes += count;
            long now = System.nanoTime();
            if (windowBytes >= DRIP_BYTES) {
                windowStart = now;
                windowBytes = 0;
            } else if (now - windowStart > windowNanos) {
                throw new TransientFailure(
                        "the download of " + file.name() + " of " + repository + " is too slow (" + windowBytes + " bytes in "
                                + connection.stallTimeout().multipliedBy(DRIP_STALLS).toSeconds() + " s)",
                        null,
                        null);
            }
        }
    }

    private Redaction redaction() {
        return connection.redaction();
    }

    private HubException notWritable(RemoteFile file, IOException e) {
        if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
            return new HubException(Reason.NETWORK, "the download was interrupted", e);
        }
        return new HubException(
                Reason.STORAGE,
                file.name() + " of " + repository + " cannot be written to the cache " + cache.directory() + " (" + e
                        + "); check permissions"
                        + " and free space, or set HF_HUB_CACHE to another folder",
                e);
    }
}

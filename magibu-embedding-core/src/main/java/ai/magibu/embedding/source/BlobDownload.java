package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.embedding.source.HubConnection.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one file into the cache: goes on where an earlier attempt stopped, checks the whole against its hash, and only then
 * gives it its name.
 */
final class BlobDownload {

    private static final int BUFFER_BYTES = 1 << 16;
    /** With a number that a long can hold. */
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-.*");
    /** An attempt that brings less is slow; so many of them end the download. */
    private static final long SLOW_BYTES = 1 << 20;
    private static final int SLOW_ATTEMPTS = 20;
    /** A connection that brings less in the time of some stalls is given up, as one that brings nothing. */
    private static final long DRIP_BYTES = 1 << 14;
    private static final int DRIP_STALLS = 6;

    /** How much room a folder's disk has. */
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
    private final String model;

    BlobDownload(
            HubConnection connection,
            HubAnswers answers,
            HubCache cache,
            Pause pause,
            FreeSpace freeSpace,
            DownloadListener listener,
            String model) {
        this.connection = connection;
        this.answers = answers;
        this.cache = cache;
        this.pause = pause;
        this.freeSpace = freeSpace;
        this.listener = listener;
        this.model = model;
    }

    /** Puts the file into its snapshot; of several processes and threads one downloads it. */
    void fetch(HubFile file) {
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
        listener.onProgress(new DownloadProgress(model, file.name(), size, size, true));
    }

    private void fetchLocked(HubFile file, Path blob) throws IOException {
        if (!Files.exists(blob)) {
            cache.createFolder(blob.getParent());
            Path part = cache.incompleteBlob(file);
            boolean resumed = Files.exists(part);
            download(file, part);
            if (!file.hash().matches(part) && resumed) {
                Files.delete(part); // what was there may have been at fault
                download(file, part);
            }
            if (!file.hash().matches(part)) {
                Files.delete(part);
                throw new ModelSourceException(
                        Reason.INTEGRITY,
                        "what arrived for " + file.name() + " of " + model + " is not what the hub announced (its hash differs) and"
                                + " was thrown away; try again, and check any proxy between if it happens again");
            }
            Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!Files.exists(cache.file(file.repository(), file.commit(), file.name()))) {
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

    private void download(HubFile file, Path part) throws IOException {
        Backoff backoff = new Backoff(Backoff.ATTEMPTS, pause);
        int slowAttempts = 0;
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.size() >= 0 && channel.size() > file.size()) {
                channel.truncate(0);
            }
            requireSpace(file, channel.size(), part.getParent());
            channel.position(channel.size());
            listener.onProgress(new DownloadProgress(model, file.name(), channel.position(), file.size(), false));
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

    private void requireSpace(HubFile file, long present, Path folder) throws IOException {
        long needed = file.size() - present;
        long free = freeSpace.bytes(folder);
        if (needed > free) {
            throw new ModelSourceException(
                    Reason.STORAGE,
                    String.format(
                            Locale.ROOT,
                            "%s of %s needs %,d MB more, and the disk of %s has %,d MB left; make room, or set HF_HUB_CACHE to a"
                                    + " folder on another disk",
                            file.name(), model, needed / 1_000_000 + 1, folder, free / 1_000_000));
        }
    }

    /** Appends what comes; true if the file is complete. */
    private boolean receive(HubFile file, FileChannel channel) throws TransientFailure, IOException {
        try (Answer answer = connection.get(file, channel.position())) {
            if (answer.status() / 100 == 2 && answer.isHtml()) { // a portal's page: what is there already stays
                throw answers.html(file.name());
            }
            if (answer.status() / 100 == 2 && answer.isEncoded()) {
                throw new ModelSourceException(
                        Reason.NETWORK,
                        "the storage or a proxy compresses " + file.name() + " of " + model + " although that was not requested"
                                + " (Content-Encoding: " + redaction().printable(String.valueOf(answer.header("Content-Encoding")))
                                + "); check any proxy between, and HF_ENDPOINT");
            }
            switch (answer.status()) {
                case 200 -> channel.truncate(0).position(0);
                case 206 -> {
                    if (!startsAt(answer, channel.position())) {
                        channel.truncate(0).position(0);
                        throw new TransientFailure("the server sent another part of " + file.name() + " than asked for", null, null);
                    }
                }
                case 416 -> {
                    channel.truncate(0).position(0);
                    throw new TransientFailure("the server has no such part of " + file.name(), null, null);
                }
                default -> throw answers.failure(answer, file.name());
            }
            copy(file, answer.response().body(), channel);
            return file.size() < 0 || channel.position() == file.size();
        }
    }

    private static boolean startsAt(Answer answer, long position) {
        String range = answer.header("Content-Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        return matcher.matches() && Long.parseLong(matcher.group(1)) == position;
    }

    private void copy(HubFile file, TimedBody body, FileChannel channel) throws TransientFailure, IOException {
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
                    throw new ModelSourceException(Reason.NETWORK, "the download was interrupted", e);
                }
                throw new TransientFailure(
                        "the download of " + file.name() + " of " + model + " was cut ("
                                + redaction().printable(String.valueOf(e.getMessage())) + ")",
                        null,
                        redaction().cleaned(e));
            }
            if (count < 0) {
                return;
            }
            if (file.size() >= 0 && channel.position() + count > file.size()) {
                channel.truncate(0).position(0);
                throw new ModelSourceException(
                        Reason.INTEGRITY,
                        "more arrives for " + file.name() + " of " + model + " than the " + file.size() + " bytes that the hub announced");
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            listener.onProgress(new DownloadProgress(model, file.name(), channel.position(), file.size(), false));
            windowBytes += count;
            long now = System.nanoTime();
            if (windowBytes >= DRIP_BYTES) {
                windowStart = now;
                windowBytes = 0;
            } else if (now - windowStart > windowNanos) {
                throw new TransientFailure(
                        "the download of " + file.name() + " of " + model + " is too slow (" + windowBytes + " bytes in "
                                + connection.stallTimeout().multipliedBy(DRIP_STALLS).toSeconds() + " s)",
                        null,
                        null);
            }
        }
    }

    private Redaction redaction() {
        return connection.redaction();
    }

    private ModelSourceException notWritable(HubFile file, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return new ModelSourceException(Reason.NETWORK, "the download was interrupted", e);
        }
        return new ModelSourceException(
                Reason.STORAGE,
                file.name() + " of " + model + " cannot be written to the cache " + cache.directory() + " (" + e + "); check permissions"
                        + " and free space, or set HF_HUB_CACHE to another folder",
                e);
    }
}

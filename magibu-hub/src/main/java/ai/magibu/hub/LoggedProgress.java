package ai.magibu.hub;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log every few seconds, and one at the end of each large file. */
final class LoggedProgress implements DownloadListener {

    private static final Logger log = LoggerFactory.getLogger(LoggedProgress.class);
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private static final long LARGE_BYTES = 1_000_000;

    private record Start(long nanos, long bytes) {}

    private final LongSupplier nanoClock;
    private final Map<String, Start> starts = new HashMap<>();
    private long saidNanos;

    LoggedProgress(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.saidNanos = nanoClock.getAsLong();
    }

    @Override
    public synchronized void onProgress(DownloadProgress progress) {
        long now = nanoClock.getAsLong();
        if (progress.finished()) {
            Start start = starts.remove(progress.file());
            if (start != null && progress.bytes() >= LARGE_BYTES) {
                log.info("Downloaded {} of {}: {} in {} s", progress.file(), progress.repository(), megabytes(progress.bytes()),
                        seconds(now - start.nanos()));
            }
            return;
        }
        Start start = starts.computeIfAbsent(progress.file(), file -> new Start(now, progress.bytes()));
        if (now - saidNanos >= INTERVAL_NANOS) {
            saidNanos = now;
            double rate = (progress.bytes() - start.bytes()) / 1e6 / Math.max((now - start.nanos()) / 1e9, 1e-3);
            log.info(
                    "Downloading {} of {}: {}{}, {} MB/s",
                    progress.file(),
                    progress.repository(),
                    megabytes(progress.bytes()),
                    progress.size() > 0 ? " of " + megabytes(progress.size()) : "",
                    String.format(Locale.ROOT, "%.1f", rate));
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }
}

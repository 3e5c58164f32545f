package ai.magibu.cli.io;

import ai.magibu.hub.DownloadListener;
import ai.magibu.hub.DownloadProgress;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Shows a download as a bar on a terminal; without a terminal, lines go to the log. */
public final class DownloadLine implements DownloadListener {

    private static final long INTERVAL_NANOS = 200_000_000;
    private static final int BAR_WIDTH = 30;

    private final StandardStreams streams;
    private final LongSupplier nanoClock;
    private @Nullable DownloadListener shown;

    public DownloadLine(StandardStreams streams) {
        this(streams, System::nanoTime);
    }

    DownloadLine(StandardStreams streams, LongSupplier nanoClock) {
        this.streams = streams;
        this.nanoClock = nanoClock;
    }

    @Override
    public void onProgress(DownloadProgress progress) {
        if (shown == null) { // only now, because detecting a terminal starts a process
            shown = streams.errIsTerminal().getAsBoolean()
                    ? new Bar(new TerminalLine(streams.err(), true), nanoClock)
                    : DownloadListener.logging();
        }
        shown.onProgress(progress);
    }

    private static final class Bar implements DownloadListener {

        private final TerminalLine line;
        private final LongSupplier nanoClock;
        private String file = "";
        private long startNanos;
        private long startBytes;
        private long shownNanos;

        Bar(TerminalLine line, LongSupplier nanoClock) {
            this.line = line;
            this.nanoClock = nanoClock;
        }

        @Override
        public void onProgress(DownloadProgress progress) {
            long now = nanoClock.getAsLong();
            if (!progress.file().equals(file)) {
                file = progress.file();
                startNanos = now;
                startBytes = progress.bytes();
                shownNanos = now - INTERVAL_NANOS;
            }
            if (progress.finished()) {
                line.clear();
                file = "";
            } else if (now - shownNanos >= INTERVAL_NANOS) {
                shownNanos = now;
                line.show(state(progress, now));
            }
        }

        private String state(DownloadProgress progress, long now) {
            double rate = (progress.bytes() - startBytes) / 1e6 / Math.max((now - startNanos) / 1e9, 1e-3);
            String done = String.format(Locale.ROOT, "%,.1f MB", progress.bytes() / 1e6);
            if (progress.size() <= 0) {
                return String.format(Locale.ROOT, "%s  %s  %,.1f MB/s", progress.file(), done, rate);
            }
            double share = Math.min(1, (double) progress.bytes() / progress.size());
            int filled = (int) (share * BAR_WIDTH);
            return String.format(
                    Locale.ROOT,
                    "%s  [%s%s] %3.0f %%  %s of %,.1f MB  %,.1f MB/s",
                    progress.file(),
                    "#".repeat(filled),
                    ".".repeat(BAR_WIDTH - filled),
                    100 * share,
                    done,
                    progress.size() / 1e6,
                    rate);
        }
    }
}

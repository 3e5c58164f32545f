package ai.magibu.sample.ingest;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says on standard error how far it is: on a terminal one line that is written over, elsewhere a line now and then. */
final class ProgressLine {

    private static final int WIDTH = 30;
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

    private final PrintStream out = System.err;
    private final boolean terminal = System.console() != null;
    private final Instant start = Instant.now();
    private Instant lastLine = start;

    void show(long done, long total, long chunks, String summary) {
        double seconds = Math.max(0.001, Duration.between(start, Instant.now()).toMillis() / 1000.0);
        int filled = (int) (WIDTH * done / Math.max(1, total));
        String line = String.format(
                Locale.ROOT, "[%s%s] %d/%d files, %d chunks, %.1f files/s, %.1f chunks/s  %s",
                "=".repeat(filled), " ".repeat(WIDTH - filled), done, total, chunks, done / seconds, chunks / seconds, summary);
        if (terminal) {
            out.print("\r\u001B[K" + line);
        } else if (Duration.between(lastLine, Instant.now()).compareTo(NOW_AND_THEN) >= 0) {
            out.println(line);
            lastLine = Instant.now();
        }
    }

    /** A line of its own, above the one that is written over. */
    void say(@Nullable String line) {
        out.println((terminal ? "\r\u001B[K" : "") + line);
    }

    void end(String summary) {
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        say(String.format(Locale.ROOT, "%s, in %.1f s", summary, seconds));
    }
}

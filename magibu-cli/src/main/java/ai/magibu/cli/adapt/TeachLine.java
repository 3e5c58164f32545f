package ai.magibu.cli.adapt;

import ai.magibu.cli.io.TerminalLine;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line with the texts that are embedded and the remaining time. */
final class TeachLine {

    private final TerminalLine line;
    private final LongSupplier nanoClock;
    private long startNanos;
    private long kept = -1;

    TeachLine(TerminalLine line, LongSupplier nanoClock) {
        this.line = line;
        this.nanoClock = nanoClock;
    }

    /** Shows the state; the first call, with what an earlier run has left, starts the clock. */
    void update(long done, long all) {
        if (kept < 0) {
            kept = done;
            startNanos = nanoClock.getAsLong();
        }
        double seconds = Math.max((nanoClock.getAsLong() - startNanos) / 1e9, 1e-3);
        double rate = (done - kept) / seconds;
        String texts = String.format(Locale.ROOT, "%,d of %,d texts", done, all);
        if (done == kept) {
            line.show(texts + " ...");
            return;
        }
        long left = Math.round((all - done) / rate);
        line.show(String.format(
                Locale.ROOT, "%s, %,.1f texts/s, %d:%02d:%02d left", texts, rate, left / 3600, left / 60 % 60, left % 60));
    }
}

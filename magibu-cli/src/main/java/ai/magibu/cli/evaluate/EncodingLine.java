package ai.magibu.cli.evaluate;

import ai.magibu.cli.io.TerminalLine;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line with a bar and the remaining time, estimated from the characters that went through the model. */
final class EncodingLine {

    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 10;
    /** A longer line would wrap in a terminal with 80 columns and could not be replaced. */
    private static final int TITLE_AND_BAR = 56;

    private final TerminalLine line;
    private final LongSupplier nanoClock;
    private String title = "";
    private long startNanos;

    EncodingLine(TerminalLine line, LongSupplier nanoClock) {
        this.line = line;
        this.nanoClock = nanoClock;
    }

    void start(String newTitle) {
        title = newTitle;
        startNanos = nanoClock.getAsLong();
        line.show(title + " ...");
    }

    void update(long done, long all) {
        double part = all == 0 ? 1 : (double) done / all;
        int width = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, TITLE_AND_BAR - title.length()));
        int full = (int) Math.round(part * width);
        long left = Math.round((nanoClock.getAsLong() - startNanos) / 1e9 * (1 - part) / Math.max(part, 1e-9));
        line.show(String.format(Locale.ROOT, "%s [%s%s] %3.0f %%, %d:%02d:%02d left", title, "#".repeat(full), ".".repeat(width - full),
                part * 100, left / 3600, left / 60 % 60, left % 60));
    }

    void clear() {
        line.clear();
    }
}

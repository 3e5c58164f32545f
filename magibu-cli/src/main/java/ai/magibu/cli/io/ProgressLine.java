package ai.magibu.cli.io;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line on a terminal that is written over and over: texts, tokens per second, time. Does nothing when switched off. */
public final class ProgressLine {

    private static final long INTERVAL_NANOS = 200_000_000;

    private final TerminalLine line;
    private final LongSupplier nanoClock;
    private long startNanos;
    private long shownNanos;
    private long texts;
    private long tokens;

    public ProgressLine(TerminalLine line, LongSupplier nanoClock) {
        this.line = line;
        this.nanoClock = nanoClock;
    }

    /** Says what is being waited for before the first text. */
    public <T> T during(String activity, Supplier<T> work) {
        line.show(activity);
        try {
            return work.get();
        } finally {
            finish();
        }
    }

    /** Starts the clock. */
    public void start() {
        startNanos = nanoClock.getAsLong();
        shownNanos = startNanos;
    }

    /** Counts what was done since the last call. */
    public void update(long moreTexts, long moreTokens) {
        texts += moreTexts;
        tokens += moreTokens;
        long now = nanoClock.getAsLong();
        if (now - shownNanos >= INTERVAL_NANOS) {
            shownNanos = now;
            line.show(state(now));
        }
    }

    /** Leaves the final state, if any text was done, and the cursor at the start of an empty line. */
    public void finish() {
        if (texts > 0) {
            line.show(state(nanoClock.getAsLong()));
            line.keep();
        } else {
            line.clear();
        }
    }

    private String state(long now) {
        double seconds = Math.max((now - startNanos) / 1e9, 1e-3);
        long wholeSeconds = (long) seconds;
        return String.format(
                Locale.ROOT,
                "%,d %s, %,.0f tokens/s, %d:%02d:%02d",
                texts,
                texts == 1 ? "text" : "texts",
                tokens / seconds,
                wholeSeconds / 3600,
                wholeSeconds / 60 % 60,
                wholeSeconds % 60);
    }
}

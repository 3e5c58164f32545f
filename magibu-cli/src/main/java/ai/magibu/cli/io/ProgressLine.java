package ai.magibu.cli.io;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One line on a terminal that is written over and over: texts, the share of the input, tokens per second, time, and the time that is left.
 * Does nothing when switched off.
 */
public final class ProgressLine {

    private static final long INTERVAL_NANOS = 200_000_000;

    private final TerminalLine line;
    private final LongSupplier nanoClock;
    private long startNanos;
    private long shownNanos;
    private long texts;
    private long tokens;
    private double startShare;
    private double share = Double.NaN;

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

    /**
     * Starts the clock.
     *
     * @param earlierTexts how many texts an earlier run has done
     * @param earlierShare the share of the input that was skipped for them, from 0 to 1; NaN if the input's size is unknown
     */
    public void start(long earlierTexts, double earlierShare) {
        startNanos = nanoClock.getAsLong();
        shownNanos = startNanos;
        texts = earlierTexts;
        startShare = earlierShare;
    }

    /**
     * Counts what was done since the last call.
     *
     * @param newShare the share of the whole input that has been read, from 0 to 1; NaN if its size is unknown
     */
    public void update(long moreTexts, long moreTokens, double newShare) {
        texts += moreTexts;
        tokens += moreTokens;
        share = newShare;
        long now = nanoClock.getAsLong();
        if (now - shownNanos >= INTERVAL_NANOS) {
            shownNanos = now;
            line.show(state(now) + left(now));
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
        double seconds = seconds(now);
        return String.format(
                Locale.ROOT,
                "%,d %s%s, %,.0f tokens/s, %s",
                texts,
                texts == 1 ? "text" : "texts",
                Double.isNaN(share) ? "" : " (" + (long) (100 * share) + " %)",
                tokens / seconds,
                time(seconds));
    }

    /** The rest takes as long for its share as this run has taken for its own. */
    private String left(long now) {
        double done = share - startShare;
        return done > 0 ? ", about " + time(seconds(now) * (1 - share) / done) + " left" : "";
    }

    private double seconds(long now) {
        return Math.max((now - startNanos) / 1e9, 1e-3);
    }

    private static String time(double seconds) {
        long whole = (long) seconds;
        return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}

package ai.magibu.evaluation.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Cell.Tone;
import ai.magibu.evaluation.stats.Interval;

/** Numbers as a reader sees them. */
final class Numbers {

    /** The text of a number that is missing or not defined. */
    static final String NONE = "–";

    private Numbers() {}

    /** Rounds to one decimal, as all figures of the card are. */
    static double round(double points) {
        return Double.isNaN(points) ? points : Math.round(points * 10) / 10.0;
    }

    static String points(double points) {
        return decimals(round(points), 1);
    }

    static String score(double score) {
        return decimals(score, 6);
    }

    static String decimals(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−') : NONE;
    }

    static String count(long count) {
        return count < 0 ? NONE : String.format(Locale.ROOT, "%,d", count);
    }

    static String seconds(Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds < 60) {
            return decimals(seconds, seconds < 10 ? 1 : 0) + " s";
        }
        long minutes = Math.round(seconds / 60);
        return seconds < 600
                ? String.format(Locale.ROOT, "%d:%02d min", Math.round(seconds) / 60, Math.round(seconds) % 60)
                : minutes < 60 ? minutes + " min" : String.format(Locale.ROOT, "%d:%02d h", minutes / 60, minutes % 60);
    }

    static String speed(double perSecond) {
        return Double.isFinite(perSecond) ? count(Math.round(perSecond)) : NONE;
    }

    static String interval(Interval interval) {
        return decimals(interval.value(), 3) + " [" + decimals(interval.low(), 3) + ", " + decimals(interval.high(), 3) + "]";
    }

    /** Returns the difference of two figures as they are shown, so that a reader can check it. */
    static double difference(double points, double reference) {
        return round(round(points) - round(reference));
    }

    static Cell differenceCell(double points, double reference, double tolerance) {
        double difference = difference(points, reference);
        if (Double.isNaN(difference)) {
            return Cell.muted(NONE);
        }
        Tone tone = Math.abs(difference) <= tolerance ? Tone.EQUAL : difference > 0 ? Tone.BETTER : Tone.WORSE;
        return new Cell(signed(difference), tone, List.of());
    }

    static String signed(double points) {
        return (points > 0 ? "+" : "") + points(points + 0.0);
    }
}

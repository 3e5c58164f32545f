package ai.magibu.evaluation.internal.page;

import java.util.List;

/**
 * Horizontal bars from zero. A bar without a finite value is left out.
 *
 * @param caption the caption
 * @param series the name of each series of bars
 * @param color the number of the first series' color, so that a series can keep its color in several charts
 * @param mark the name of the mark across the bars; empty if there is no mark
 * @param scale the value of a bar of full length; 0 for the largest value
 * @param groups the groups
 */
public record Bars(String caption, List<String> series, int color, String mark, double scale, List<Group> groups) implements Block {

    /** Copies the lists. */
    public Bars {
        series = List.copyOf(series);
        groups = List.copyOf(groups);
    }

    /**
     * The bars of one subject.
     *
     * @param label the subject
     * @param bars one bar a series
     * @param mark the place of the mark; NaN for a group without a mark
     */
    public record Group(String label, List<Bar> bars, double mark) {

        /** Copies the list. */
        public Group {
            bars = List.copyOf(bars);
        }
    }

    /**
     * A bar.
     *
     * @param value the length; negative bars point to the left
     * @param text the value as a text
     */
    public record Bar(double value, String text) {}
}

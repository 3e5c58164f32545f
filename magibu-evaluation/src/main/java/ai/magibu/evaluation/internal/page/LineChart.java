package ai.magibu.evaluation.internal.page;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A line over an axis of numbers, such as a loss over steps. Points without finite values are left out.
 *
 * @param caption the caption
 * @param axis the meaning of the horizontal axis
 * @param points the points in ascending order of x
 */
public record LineChart(String caption, String axis, List<Point> points) implements Block {

    /** Copies the list. */
    public LineChart {
        points = points.stream().filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y())).toList();
    }

    /**
     * A point.
     *
     * @param x the place on the horizontal axis
     * @param y the value
     */
    public record Point(double x, double y) {}

    /** Returns at most {@code count} of the points, the first and the last among them. */
    List<Point> some(int count) {
        if (points.size() <= count) {
            return points;
        }
        return IntStream.range(0, count)
                .mapToObj(i -> points.get((int) Math.round((double) i * (points.size() - 1) / (count - 1))))
                .toList();
    }
}

package ai.magibu.evaluation.internal.page;

import java.util.Locale;
import java.util.stream.Collectors;

/** Renders a line chart as SVG. A reader without sight gets a description. */
final class SvgLine {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int BOTTOM = 28;
    private static final int TOP = 10;
    private static final int RIGHT = 12;
    private static final int GRID = 4;

    private final LineChart chart;
    private final double lowX;
    private final double highX;
    private final double lowY;
    private final double highY;

    SvgLine(LineChart chart) {
        this.chart = chart;
        lowX = chart.points().stream().mapToDouble(LineChart.Point::x).min().orElse(0);
        highX = chart.points().stream().mapToDouble(LineChart.Point::x).max().orElse(0);
        lowY = chart.points().stream().mapToDouble(LineChart.Point::y).min().orElse(0);
        highY = chart.points().stream().mapToDouble(LineChart.Point::y).max().orElse(0);
    }

    void append(StringBuilder out) {
        out.append("<figure><figcaption>").append(Escape.html(chart.caption())).append("</figcaption>\n");
        if (chart.points().isEmpty()) {
            out.append("</figure>\n");
            return;
        }
        out.append("<svg class=\"line\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT).append("\" role=\"img\" aria-label=\"")
                .append(Escape.html(description())).append("\">\n");
        for (int i = 0; i <= GRID; i++) {
            double y = lowY + (highY - lowY) * i / GRID;
            out.append("<path class=\"grid\" d=\"M").append(LEFT).append(' ').append(y(y)).append("H").append(WIDTH - RIGHT).append("\"/>");
            out.append("<text x=\"").append(LEFT - 8).append("\" y=\"").append(y(y)).append("\" class=\"end\">").append(text(y))
                    .append("</text>\n");
        }
        axis(out, lowX, "start");
        axis(out, highX, "end");
        out.append("<text x=\"").append((LEFT + WIDTH - RIGHT) / 2).append("\" y=\"").append(HEIGHT - 6).append("\" class=\"middle\">")
                .append(Escape.html(chart.axis())).append("</text>\n");
        out.append("<polyline points=\"").append(chart.points().stream().map(point -> x(point.x()) + "," + y(point.y()))
                .collect(Collectors.joining(" "))).append("\"/>\n");
        if (chart.points().size() == 1) {
            LineChart.Point only = chart.points().get(0);
            out.append("<circle cx=\"").append(x(only.x())).append("\" cy=\"").append(y(only.y())).append("\" r=\"3\"/>\n");
        }
        out.append("</svg></figure>\n");
    }

    private void axis(StringBuilder out, double value, String anchor) {
        out.append("<text x=\"").append(x(value)).append("\" y=\"").append(HEIGHT - 6).append("\" class=\"").append(anchor).append("\">")
                .append(text(value)).append("</text>\n");
    }

    private String description() {
        LineChart.Point first = chart.points().get(0);
        LineChart.Point last = chart.points().get(chart.points().size() - 1);
        return chart.caption() + ": from " + text(first.y()) + " at " + text(first.x()) + " to " + text(last.y()) + " at " + text(last.x())
                + " " + chart.axis() + "; lowest " + text(lowY) + ", highest " + text(highY);
    }

    private String x(double value) {
        return place(LEFT, WIDTH - RIGHT, share(value, lowX, highX));
    }

    private String y(double value) {
        return place(HEIGHT - BOTTOM, TOP, share(value, lowY, highY));
    }

    private static double share(double value, double low, double high) {
        return high > low ? (value - low) / (high - low) : 0.5;
    }

    private static String place(int from, int to, double share) {
        return String.format(Locale.ROOT, "%.1f", from + (to - from) * share);
    }

    /** Returns a whole number as it is, and others with four digits after the point. */
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.4f", value);
    }
}

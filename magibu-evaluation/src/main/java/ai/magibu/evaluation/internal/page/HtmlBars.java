package ai.magibu.evaluation.internal.page;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** Renders bars. A reader without sight gets the labels and values. */
final class HtmlBars {

    /** The number of colors in the style sheet. */
    private static final int COLORS = 6;

    private final Bars bars;
    private final double low;
    private final double high;

    HtmlBars(Bars bars) {
        this.bars = bars;
        double largest = Math.max(values().map(Math::abs).max().orElse(0), bars.scale());
        this.high = largest > 0 ? largest : 1;
        this.low = values().anyMatch(value -> value < 0) ? -high : 0;
    }

    private DoubleStream values() {
        return bars.groups().stream()
                .flatMapToDouble(group -> DoubleStream.concat(
                        group.bars().stream().mapToDouble(Bars.Bar::value), DoubleStream.of(group.mark())))
                .filter(Double::isFinite);
    }

    void append(StringBuilder out) {
        out.append("<figure").append(low < 0 ? " class=\"two-sided\">" : ">").append("<figcaption>");
        out.append(Escape.html(bars.caption())).append("</figcaption>\n<ul class=\"legend\">");
        for (int i = 0; i < bars.series().size(); i++) {
            out.append("<li><i class=\"s").append(color(i)).append("\"></i>").append(Escape.html(bars.series().get(i))).append("</li>");
        }
        if (!bars.mark().isEmpty()) {
            out.append("<li><i class=\"mark\"></i>").append(Escape.html(bars.mark())).append("</li>");
        }
        out.append("</ul>\n");
        bars.groups().forEach(group -> group(out, group));
        out.append("</figure>\n");
    }

    private void group(StringBuilder out, Bars.Group group) {
        out.append("<div class=\"bars\"><span class=\"label\">").append(Escape.html(group.label())).append("</span><div>\n");
        for (int i = 0; i < group.bars().size(); i++) {
            Bars.Bar bar = group.bars().get(i);
            out.append("<div class=\"bar\"><span class=\"track\" aria-hidden=\"true\">");
            if (Double.isFinite(bar.value())) {
                double left = position(Math.min(0, bar.value()));
                double width = position(Math.max(0, bar.value())) - left;
                out.append("<i class=\"s").append(color(i)).append("\" style=\"left:").append(percent(left));
                out.append(";width:").append(percent(width)).append("\"></i>");
            }
            if (Double.isFinite(group.mark())) {
                out.append("<i class=\"mark\" style=\"left:").append(percent(position(group.mark()))).append("\"></i>");
            }
            out.append("</span><span class=\"value\">").append(Escape.html(bar.text())).append("</span></div>\n");
        }
        out.append("</div></div>\n");
    }

    private int color(int series) {
        return (bars.color() + series) % COLORS;
    }

    private double position(double value) {
        return 100 * (value - low) / (high - low);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}

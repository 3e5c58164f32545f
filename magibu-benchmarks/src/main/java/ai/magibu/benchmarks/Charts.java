package ai.magibu.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of the time as SVG, without a background and in colors that are visible on white and on black. */
final class Charts {

    private static final Color GRAY = new Color(0x8b949e);
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final List<Color> COLORS =
            List.of(new Color(0x2f81f7), new Color(0xdb6d28), new Color(0x3fb950), new Color(0xbf4b8a), new Color(0x8957e5));

    private final Results results;

    Charts(Results results) {
        this.results = results;
    }

    void write(Path folder) throws IOException {
        Map<String, Curve> lengths = curves("LENGTH-");
        if (!lengths.isEmpty()) {
            XYChart chart = chart("One text: seconds by tokens", "tokens", "seconds");
            chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
            lengths.forEach((name, curve) -> add(chart, name, curve.x, curve.y));
            arithmetic(chart, lengths);
            save(chart, folder, "length");
        }
        Map<String, Curve> batches = curves("BATCH-");
        if (!batches.isEmpty()) {
            XYChart chart = chart("Texts of 128 tokens in one call: tokens per second", "texts", "tokens/s");
            chart.getStyler().setYAxisMin(0.0);
            batches.forEach((name, curve) -> add(
                    chart, name, curve.x, perSecond(curve)));
            save(chart, folder, "batch");
        }
    }

    /** The points of one subject. */
    private static final class Curve {
        private final List<Integer> x = new ArrayList<>();
        private final List<Double> y = new ArrayList<>();
    }

    private Map<String, Curve> curves(String prefix) {
        Map<String, Curve> curves = new LinkedHashMap<>();
        for (Results.Work work : results.works()) {
            if (work.id().startsWith(prefix)) {
                for (String name : work.names()) {
                    Results.Contender contender = work.contender(name);
                    if (contender != null && contender.measured()) {
                        Curve curve = curves.computeIfAbsent(name, first -> new Curve());
                        curve.x.add(Integer.parseInt(work.id().substring(prefix.length())));
                        curve.y.add(contender.median());
                    }
                }
            }
        }
        return curves;
    }

    private static List<Double> perSecond(Curve curve) {
        List<Double> speeds = new ArrayList<>();
        for (int i = 0; i < curve.x.size(); i++) {
            speeds.add(128.0 * curve.x.get(i) / curve.y.get(i));
        }
        return speeds;
    }

    /** Adds the time of the arithmetic alone at the best float32 rate in this chart. */
    private void arithmetic(XYChart chart, Map<String, Curve> curves) {
        Curve curve = curves.get(Peers.MAGIBU_FP32);
        if (curve == null) {
            return;
        }
        double rate = 0;
        for (int i = 0; i < curve.x.size(); i++) {
            rate = Math.max(rate, Arithmetic.text(results.model(), curve.x.get(i)) / curve.y.get(i));
        }
        List<Double> seconds = new ArrayList<>();
        for (int tokens : curve.x) {
            seconds.add(Arithmetic.text(results.model(), tokens) / rate);
        }
        XYSeries series = add(chart, String.format(Locale.ROOT, "arithmetic at %.0f GFLOP/s", rate / 1e9), curve.x, seconds);
        series.setLineColor(GRAY);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0));
    }

    private static XYSeries add(XYChart chart, String name, List<Integer> x, List<Double> y) {
        XYSeries series = chart.addSeries(name, x, y);
        Color color = COLORS.get((chart.getSeriesMap().size() - 1) % COLORS.size());
        series.setLineColor(color);
        series.setMarkerColor(color);
        series.setMarker(SeriesMarkers.CIRCLE);
        return series;
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(760).height(420).title(title).xAxisTitle(x).yAxisTitle(y).build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendBackgroundColor(CLEAR)
                .setLegendBorderColor(CLEAR)
                .setChartBackgroundColor(CLEAR)
                .setPlotBackgroundColor(CLEAR)
                .setPlotBorderColor(GRAY)
                .setChartFontColor(GRAY)
                .setChartTitleBoxVisible(false);
        chart.getStyler()
                .setPlotGridLinesColor(new Color(0x8b, 0x94, 0x9e, 0x50))
                .setAxisTickLabelsColor(GRAY)
                .setAxisTickMarksColor(GRAY)
                .setXAxisTitleColor(GRAY)
                .setYAxisTitleColor(GRAY)
                .setMarkerSize(6);
        chart.getStyler().setLocale(Locale.ROOT);
        return chart;
    }

    private static void save(XYChart chart, Path folder, String name) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, folder.resolve(name).toString(), VectorGraphicsFormat.SVG);
    }
}

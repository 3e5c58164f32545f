package ai.magibu.sample.store;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Draws what {@link PgvectorBenchmark} printed: {@code PgvectorCharts LINES.jsonl FOLDER}. */
final class PgvectorCharts {

    private static final Color GREY = new Color(0x8b949e);
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final List<Color> COLOURS = List.of(new Color(0x2f81f7), new Color(0xdb6d28), new Color(0x3fb950));

    private PgvectorCharts() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Map<String, List<JsonNode>>> searches = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            JsonNode row = JsonMapper.shared().readTree(line);
            if (row.has("ef_search")) {
                searches.computeIfAbsent(row.path("data").asString(), data -> new LinkedHashMap<>())
                        .computeIfAbsent(row.path("type").asString(), type -> new ArrayList<>())
                        .add(row);
            }
        }
        for (Map.Entry<String, Map<String, List<JsonNode>>> data : searches.entrySet()) {
            XYChart chart = chart("Recall@10 by time of a search, " + data.getKey() + " vectors", "p50, ms", "recall@10");
            data.getValue().forEach((type, rows) -> add(chart, type, rows));
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart, Path.of(arguments[1], "pgvector-" + data.getKey()).toString(), VectorGraphicsFormat.SVG);
        }
    }

    private static void add(XYChart chart, String type, List<JsonNode> rows) {
        Color colour = COLOURS.get(chart.getSeriesMap().size() % COLOURS.size());
        XYSeries series = chart.addSeries(
                type.equals("bit") ? "bit, re-ranked" : type,
                rows.stream().map(row -> row.path("p50_ms").asDouble()).toList(),
                rows.stream().map(row -> row.path("recall").asDouble()).toList());
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        series.setMarker(SeriesMarkers.CIRCLE);
    }

    /** Without a background, in colours that are seen on white and on black. */
    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(760).height(380).title(title).xAxisTitle(x).yAxisTitle(y).build();
        chart.getStyler().setXAxisMin(0.0).setYAxisMax(1.0).setLocale(Locale.ROOT);
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendBackgroundColor(CLEAR)
                .setLegendBorderColor(CLEAR)
                .setChartBackgroundColor(CLEAR)
                .setPlotBackgroundColor(CLEAR)
                .setPlotBorderColor(GREY)
                .setChartFontColor(GREY)
                .setChartTitleBoxVisible(false);
        chart.getStyler()
                .setPlotGridLinesColor(new Color(0x8b, 0x94, 0x9e, 0x50))
                .setAxisTickLabelsColor(GREY)
                .setAxisTickMarksColor(GREY)
                .setXAxisTitleColor(GREY)
                .setYAxisTitleColor(GREY)
                .setMarkerSize(6);
        return chart;
    }
}

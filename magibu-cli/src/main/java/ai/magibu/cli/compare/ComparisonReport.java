package ai.magibu.cli.compare;

import static ai.magibu.cli.io.LabelColumn.number;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.JsonOutput;
import ai.magibu.cli.io.LabelColumn;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Puts a comparison into words, or into JSON.
 *
 * @param first the precision's name
 * @param second the other's
 * @param maxTokens the limit at which texts were cut
 * @param truncatedTexts how many were
 * @param show whether the worst texts are shown themselves
 */
record ComparisonReport(
        String first,
        String second,
        String device,
        int maxTokens,
        long truncatedTexts,
        boolean show,
        Comparison comparison) {

    private static final int LABEL_WIDTH = 22;
    /** On a terminal; JSON has all of it. */
    private static final int SHOWN_CHARACTERS = 200;

    void print(PrintWriter out) {
        LabelColumn column = new LabelColumn(out, LABEL_WIDTH);
        column.row("Compared", first + " with " + second + " on " + device);
        column.row(
                "Texts",
                number(comparison.texts())
                        + (truncatedTexts == 0
                                ? ""
                                : " (" + number(truncatedTexts) + " of them cut to " + number(maxTokens) + " tokens)"));
        if (comparison.texts() == 0) {
            return;
        }
        column.row("Worst cosine", cosine(comparison.worst().get(0).cosine()));
        column.row("1st percentile", cosine(comparison.firstPercentile()));
        column.row("Mean", cosine(comparison.mean()));
        column.rows("Worst texts", comparison.worst().stream().map(this::outlier).toList());
        if (comparison.texts() < 2) {
            return;
        }
        NeighborAgreement neighbors = comparison.neighbors();
        column.row("Same nearest text", percent(neighbors.nearest()) + ", among " + number(neighbors.texts()) + " texts");
        column.row("Same " + neighbors.count() + " nearest", percent(neighbors.shared()) + ", on average");
    }

    private String outlier(Comparison.Outlier outlier) {
        String place = cosine(outlier.cosine()) + "  line " + outlier.line().number();
        return show ? place + "  " + LabelColumn.quoted(beginning(outlier.line().passage().text())) : place;
    }

    private static String beginning(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN_CHARACTERS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
    }

    private static String cosine(double cosine) {
        return String.format(Locale.ROOT, "%.6f", cosine);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    void writeJson(OutputStream stream) throws FileFailure {
        try (JsonGenerator out = JsonOutput.to(stream)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeStringField("precision", first);
            out.writeStringField("with", second);
            out.writeStringField("device", device);
            out.writeNumberField("texts", comparison.texts());
            out.writeNumberField("truncatedTexts", truncatedTexts);
            writeCosines(out);
            writeNeighbors(out);
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw FileFailure.writing("stdout", e);
        }
    }

    private void writeCosines(JsonGenerator out) throws IOException {
        List<Comparison.Outlier> worst = comparison.worst();
        if (worst.isEmpty()) {
            out.writeNullField("cosine");
        } else {
            out.writeObjectFieldStart("cosine");
            out.writeNumberField("worst", worst.get(0).cosine());
            out.writeNumberField("firstPercentile", comparison.firstPercentile());
            out.writeNumberField("mean", comparison.mean());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("worstTexts");
        for (Comparison.Outlier outlier : worst) {
            out.writeStartObject();
            out.writeNumberField("line", outlier.line().number());
            out.writeNumberField("cosine", outlier.cosine());
            if (show) {
                out.writeStringField("text", outlier.line().passage().text());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void writeNeighbors(JsonGenerator out) throws IOException {
        if (comparison.texts() < 2) {
            out.writeNullField("neighbors");
            return;
        }
        NeighborAgreement neighbors = comparison.neighbors();
        out.writeObjectFieldStart("neighbors");
        out.writeNumberField("texts", neighbors.texts());
        out.writeNumberField("sameNearest", neighbors.nearest());
        out.writeNumberField("count", neighbors.count());
        out.writeNumberField("shared", neighbors.shared());
        out.writeEndObject();
    }
}

package ai.magibu.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints facts for people: a column of labels and a column of values. */
final class LabelColumn {

    private final PrintWriter out;
    private final int width;

    /** @param width of the labels, with the space after them */
    LabelColumn(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    void row(String label, String value) {
        out.println(label + " ".repeat(width - label.length()) + value);
    }

    void rows(String label, List<String> values) {
        String first = label;
        for (String value : values) {
            row(first, value);
            first = "";
        }
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Shows where a text ends, and keeps control characters off the terminal. */
    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

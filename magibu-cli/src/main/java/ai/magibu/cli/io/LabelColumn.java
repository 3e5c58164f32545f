package ai.magibu.cli.io;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints facts for people: a column of labels and a column of values. */
public final class LabelColumn {

    private final PrintWriter out;
    private final int width;

    /** @param width the width of the labels, with the space after them */
    public LabelColumn(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    public void row(String label, String value) {
        out.println(label + " ".repeat(width - label.length()) + value);
    }

    public void rows(String label, List<String> values) {
        String first = label;
        for (String value : values) {
            row(first, value);
            first = "";
        }
    }

    public static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Shows where a text ends, and keeps control characters off the terminal. */
    public static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}

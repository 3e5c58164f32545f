package ai.magibu.cli.search;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.JsonOutput;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints rows that were found. */
final class HitPrinter {

    /** The most characters of a text in the table. */
    private static final int MAX_TEXT = 100;

    private final List<Hit> hits;

    HitPrinter(List<Hit> hits) {
        this.hits = hits;
    }

    /** A line for each row: score, number, id and text, in columns. */
    void table(PrintWriter out) {
        boolean ids = hits.stream().anyMatch(hit -> hit.id() != null);
        boolean texts = hits.stream().anyMatch(hit -> hit.text() != null);
        List<List<String>> table = new ArrayList<>();
        table.add(cells("score", "row", ids ? "id" : null, texts ? "text" : null));
        for (Hit hit : hits) {
            table.add(cells(String.format(Locale.ROOT, "%.4f", hit.score()), Long.toString(hit.row()),
                    ids ? plain(String.valueOf(hit.id())) : null, hit.text() == null ? null : shortened(plain(hit.text()))));
        }
        int[] widths = new int[table.get(0).size()];
        table.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                boolean number = i < 2;
                line.append(number ? padding + row.get(i) : row.get(i) + padding).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static List<String> cells(String score, String row, @Nullable String id, @Nullable String text) {
        List<String> cells = new ArrayList<>(List.of(score, row));
        if (id != null) {
            cells.add(id);
        }
        if (text != null) {
            cells.add(text);
        }
        return cells;
    }

    /** On one line, without characters that control a terminal. */
    private static String plain(String text) {
        return text.codePoints()
                .map(character -> Character.isISOControl(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_TEXT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT - 1)) + "…";
    }

    /** A JSON object for each row. */
    void json(OutputStream out) throws FileFailure {
        try (JsonGenerator json = JsonOutput.to(out)) {
            for (Hit hit : hits) {
                json.writeStartObject();
                json.writeNumberField("row", hit.row());
                json.writeNumberField("score", hit.score());
                if (hit.id() != null) {
                    json.writeFieldName("id");
                    json.writeRawValue(hit.id());
                }
                if (hit.text() != null) {
                    json.writeStringField("text", hit.text());
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw FileFailure.writing("stdout", e);
        }
    }
}

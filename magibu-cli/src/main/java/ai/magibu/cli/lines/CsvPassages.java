package ai.magibu.cli.lines;

import ai.magibu.embedding.api.Passage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV or TSV table with a header. A field with separators, quotes or line ends is in quotes; a quote inside it is doubled. The number
 * of a record is that of its first line. Each record is parsed alone, so that the next one can be read after a bad one.
 */
public final class CsvPassages implements Passages {

    /** The longest record: a quote that is never closed must not fill the memory. */
    static final int MAX_RECORD_CHARACTERS = 16 << 20;

    private static final char QUOTE = '"';
    private static final Pattern LONE_CARRIAGE_RETURN = Pattern.compile("\r(?!\n)");

    private static final CsvFactory CSV = CsvFactory.builder()
            // The record's length is bounded already.
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build();

    private final ContentLines lines;
    private final CsvSchema schema;
    private final int columns;
    private final Columns.Places places;

    /**
     * Reads the header.
     *
     * @param separator between two fields. If the header has semicolons and no comma, semicolons replace commas, as in Excel's files in
     *     Turkish
     * @throws BadLineException if there is no header
     * @throws IllegalArgumentException if the header lacks a column
     */
    public CsvPassages(InputBytes bytes, char separator, Columns names) throws IOException, BadLineException {
        this.lines = new ContentLines(bytes, "a row of the table");
        ContentLines.Line first = lines.next();
        if (first == null) {
            throw new BadLineException(1, "empty; expected the names of the columns");
        }
        boolean semicolons = separator == ',' && first.text().indexOf(',') < 0 && first.text().indexOf(';') >= 0;
        this.schema = CsvSchema.emptySchema().withColumnSeparator(semicolons ? ';' : separator);
        List<String> header = fields(first);
        this.columns = header.size();
        this.places = names.in(header);
    }

    @Override
    public @Nullable InputLine next() throws IOException, BadLineException {
        ContentLines.Line first = lines.next();
        if (first == null) {
            return null;
        }
        List<String> fields = fields(first);
        if (fields.size() != columns) {
            throw new BadLineException(first.number(), "has " + fields.size() + (fields.size() == 1 ? " field" : " fields")
                    + ", and the header has " + columns + "; put a text with separators or line ends in quotes");
        }
        String id = places.id() < 0 ? null : QUOTE + new String(JsonStringEncoder.getInstance().quoteAsString(fields.get(places.id())))
                + QUOTE;
        String title = places.title() < 0 ? null : fields.get(places.title());
        return new InputLine(first.number(), id, Passage.titled(title, fields.get(places.text())));
    }

    private List<String> fields(ContentLines.Line first) throws IOException, BadLineException {
        List<ContentLines.Line> more = new ArrayList<>();
        String record = record(first, more);
        if (record.indexOf('\0') >= 0) {
            throw new BadLineException(first.number(), "has a NUL character. Is the file UTF-8?");
        }
        List<String> fields = new ArrayList<>();
        try (CsvParser parser = CSV.createParser(record)) {
            parser.setSchema(schema);
            parser.nextToken(); // the start of the record
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                fields.add(parser.getText());
            }
            if (parser.nextToken() == null) {
                return fields;
            }
        } catch (JsonProcessingException e) {
            throw firstLineOnly(first, more, quotes(record));
        }
        throw firstLineOnly(first, more, quotes(record));
    }

    /**
     * Returns a record. A quote leaves the field open until the next one, so the record is complete with an even number.
     *
     * @param more receives the lines after the first
     */
    private String record(ContentLines.Line first, List<ContentLines.Line> more) throws IOException, BadLineException {
        boolean open = leavesOpen(first.text());
        if (!open) {
            return first.text();
        }
        StringBuilder record = new StringBuilder(first.text()).append(first.end());
        while (open) {
            ContentLines.Line line = inside(first, more);
            if (line != null) {
                more.add(line);
                record.append(line.text());
            }
            if (line == null || record.length() > MAX_RECORD_CHARACTERS) {
                throw firstLineOnly(first, more, "a quote is not closed; double the quotes inside a field");
            }
            open ^= leavesOpen(line.text());
            if (open) {
                record.append(line.end());
            }
        }
        return record.toString();
    }

    private ContentLines.@Nullable Line inside(ContentLines.Line first, List<ContentLines.Line> more) throws IOException, BadLineException {
        try {
            return lines.any();
        } catch (BadLineException e) {
            lines.putBack(e);
            throw firstLineOnly(first, more, "a quote is open until line " + e.line() + ", which is bad: " + e.reason());
        }
    }

    /** Only the first line is bad: a stray quote must not take the records after it along. */
    private BadLineException firstLineOnly(ContentLines.Line first, List<ContentLines.Line> more, String reason) {
        lines.putBack(more);
        return new BadLineException(first.number(), reason);
    }

    private static boolean leavesOpen(String text) {
        return text.chars().filter(character -> character == QUOTE).count() % 2 != 0;
    }

    private static String quotes(String record) {
        return LONE_CARRIAGE_RETURN.matcher(record).find()
                ? "has a carriage return without a line feed outside quotes; lines end with LF or CR LF"
                : "misplaced quotes. A field that starts with a quote must end with one; double the quotes inside it";
    }

    @Override
    public double share() {
        return lines.share();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

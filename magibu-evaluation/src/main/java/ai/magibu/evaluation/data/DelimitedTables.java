package ai.magibu.evaluation.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.StrictText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import org.jspecify.annotations.Nullable;

/** CSV and TSV files: a header, then rows; a cell with separators, quotes or line ends is in quotes. */
final class DelimitedTables {

    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .build();
    /** Judgments as trec_eval reads them have no header. */
    private static final List<String> TREC_COLUMNS = List.of("query-id", "iteration", "corpus-id", "score");

    private static final int LONGEST_HEADER = 4096;

    private final char separator;

    DelimitedTables(char separator) {
        this.separator = separator;
    }

    void read(Path file, Consumer<Row> rows) {
        long number = 0;
        try (BufferedReader reader = StrictText.open(file);
                MappingIterator<String[]> lines = CSV.readerFor(String[].class).with(schema(reader)).readValues(reader)) {
            List<String> columns = List.of();
            while (lines.hasNextValue()) {
                String[] cells = lines.nextValue();
                if (isBlank(cells)) {
                    continue;
                }
                boolean first = columns.isEmpty();
                if (first) {
                    columns = isTrec(words(cells)) ? TREC_COLUMNS : header(file, cells);
                }
                boolean trec = columns.equals(TREC_COLUMNS);
                if (!first || trec) {
                    number++;
                    rows.accept(row(file, number, columns, trec ? words(cells) : cells));
                }
            }
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file + ", row " + (number + 1) + ": invalid cell (" + e.getOriginalMessage()
                    + "). A cell that starts with a quote must end with one; double the quotes inside it.", e);
        } catch (IOException e) {
            throw StrictText.unreadable(file, number + 1, e);
        }
    }

    /** In the countries with a decimal comma, such as Turkey, Excel separates the cells of a CSV file with semicolons. */
    private CsvSchema schema(BufferedReader reader) throws IOException {
        char[] start = new char[LONGEST_HEADER];
        reader.mark(LONGEST_HEADER);
        int length = Math.max(0, reader.read(start));
        reader.reset();
        String header = new String(start, 0, length).lines().findFirst().orElse("");
        boolean semicolons = separator == ',' && header.indexOf(',') < 0 && header.indexOf(';') >= 0;
        return CsvSchema.emptySchema().withColumnSeparator(semicolons ? ';' : separator);
    }

    /** trec_eval separates cells with any whitespace. */
    private static String[] words(String[] cells) {
        return String.join(" ", cells).strip().split("\\s+");
    }

    private static boolean isBlank(String[] cells) {
        return cells.length == 0 || (cells.length == 1 && cells[0].isEmpty());
    }

    private static boolean isTrec(String[] cells) {
        return cells.length == TREC_COLUMNS.size() && cells[3].matches("-?\\d+");
    }

    private static List<String> header(Path file, String[] cells) {
        List<String> columns = Arrays.asList(cells);
        if (new HashSet<>(columns).size() < cells.length) {
            throw new EvaluationException(file + ": the header has a column twice: " + String.join(", ", cells) + ".");
        }
        return columns;
    }

    private static Row row(Path file, long number, List<String> columns, String[] cells) {
        if (cells.length != columns.size()) {
            throw new EvaluationException(file + ", row " + number + ": the row has " + cells.length + " cells and the header has "
                    + columns.size() + " (" + String.join(", ", columns) + "). Put cells with separators in quotes.");
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            values.put(columns.get(i), cells[i]);
        }
        return new Row(file, number, values, true);
    }
}

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

    private final CsvSchema schema;

    DelimitedTables(char separator) {
        this.schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    }

    void read(Path file, Consumer<Row> rows) {
        long number = 0;
        try (BufferedReader reader = StrictText.open(file);
                MappingIterator<String[]> lines = CSV.readerFor(String[].class).with(schema).readValues(reader)) {
            List<String> columns = List.of();
            while (lines.hasNextValue()) {
                String[] cells = lines.nextValue();
                if (isBlank(cells)) {
                    continue;
                }
                boolean first = columns.isEmpty();
                if (first) {
                    columns = isTrec(cells) ? TREC_COLUMNS : header(file, cells);
                }
                if (!first || isTrec(cells)) {
                    number++;
                    rows.accept(row(file, number, columns, cells));
                }
            }
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file + ", row " + (number + 1) + ": invalid cell (" + e.getOriginalMessage()
                    + "). A cell that starts with a quote must end with one; double the quotes inside it.", e);
        } catch (IOException e) {
            throw StrictText.unreadable(file, number + 1, e);
        }
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

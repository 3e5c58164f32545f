package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.parquet.ParquetFile;
import ai.magibu.evaluation.internal.file.StrictText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a Parquet file or of JSON lines. */
final class VectorSource {

    static final String PARQUET = ".parquet";
    static final String JSON_LINES = ".jsonl";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final VectorColumns columns;
    private final Rows rows;

    /** Takes a row; text and vector may be null. */
    @FunctionalInterface
    interface Rows {
        void accept(Path file, long number, @Nullable String text, float @Nullable [] vector);
    }

    VectorSource(Path file, VectorColumns columns, Rows rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    void read() {
        String name = file.toString();
        if (name.endsWith(PARQUET)) {
            readParquet();
        } else if (name.endsWith(JSON_LINES)) {
            readJsonLines();
        } else {
            throw new AdaptationException(file + ": vectors are read from Parquet files (*.parquet) and JSON lines (*.jsonl).");
        }
    }

    private void readParquet() {
        ParquetFile.read(file, this::selection, (number, row) -> {
            Array vector = row.getArray(2);
            rows.accept(file, number, row.getString(1), vector == null ? null : floats(number, vector));
        });
    }

    private String selection(Map<String, String> types) {
        Columns chosen = Columns.of(file.toString(), columns, types.keySet());
        require(chosen.text(), types, "VARCHAR", "texts");
        require(chosen.vector(), types, "]", "lists of numbers");
        return ParquetFile.quoted(chosen.text()) + ", " + ParquetFile.quoted(chosen.vector()) + "::FLOAT[]";
    }

    private void require(String column, Map<String, String> types, String ending, String what) {
        String type = String.valueOf(types.get(column));
        if (!type.endsWith(ending) || type.endsWith("][]") || ending.equals("]") && type.startsWith("VARCHAR")) {
            throw new AdaptationException(file + ": the column " + column + " has the type " + type + " and not " + what + ".");
        }
    }

    private float[] floats(long number, Array array) throws SQLException {
        Object[] elements = (Object[]) array.getArray();
        float[] vector = new float[elements.length];
        for (int i = 0; i < vector.length; i++) {
            if (!(elements[i] instanceof Float value)) {
                throw new AdaptationException(file + ", row " + number + ": component " + i + " of the vector is null.");
            }
            vector[i] = value;
        }
        return vector;
    }

    private void readJsonLines() {
        long number = 0;
        try (BufferedReader lines = StrictText.open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    readLine(number, line);
                }
            }
        } catch (IOException e) {
            throw new AdaptationException(String.valueOf(StrictText.unreadable(file, number, e).getMessage()), e);
        }
    }

    private void readLine(long number, String line) {
        String place = file + ", line " + number;
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AdaptationException(place + ": it is not valid JSON.", e);
        }
        Columns chosen = Columns.of(place, columns, json.properties().stream().map(Map.Entry::getKey).toList());
        JsonNode text = json.path(chosen.text());
        JsonNode vector = json.path(chosen.vector());
        if (!(text.isTextual() || text.isNull()) || !(vector.isArray() || vector.isNull())) {
            throw new AdaptationException(
                    place + ": " + chosen.text() + " is not a text, or " + chosen.vector() + " is not a list of numbers.");
        }
        rows.accept(file, number, text.textValue(), vector.isNull() ? null : floats(place, vector));
    }

    private static float[] floats(String place, JsonNode array) {
        float[] vector = new float[array.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!array.get(i).isNumber()) {
                throw new AdaptationException(place + ": component " + i + " of the vector is not a number.");
            }
            vector[i] = array.get(i).floatValue();
        }
        return vector;
    }
}

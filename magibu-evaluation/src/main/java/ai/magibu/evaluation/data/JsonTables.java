package ai.magibu.evaluation.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.StrictText;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Files with one JSON object a line, or with a list of objects. */
final class JsonTables {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private JsonTables() {}

    static void read(Path file, Consumer<Row> rows) {
        long number = 1;
        try (BufferedReader reader = StrictText.open(file)) {
            if (startsWithList(reader)) {
                readList(file, reader, rows);
                return;
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank()) {
                    rows.accept(new Row(file, number, object(file, number, line), false));
                }
                number++;
            }
        } catch (IOException e) {
            throw StrictText.unreadable(file, number, e);
        }
    }

    /** Skips whitespace and looks at the next character. */
    private static boolean startsWithList(BufferedReader reader) throws IOException {
        int next;
        do {
            reader.mark(1);
            next = reader.read();
        } while (next == ' ' || next == '\t');
        reader.reset();
        return next == '[';
    }

    private static Map<String, @Nullable Object> object(Path file, long number, String line) throws IOException {
        try {
            return checked(file, number, JSON.readValue(line, OBJECT));
        } catch (JsonProcessingException e) {
            throw invalid(file, number, e);
        }
    }

    private static void readList(Path file, BufferedReader reader, Consumer<Row> rows) throws IOException {
        long number = 1;
        ObjectReader object = JSON.readerFor(OBJECT).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = JSON.createParser(reader)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                rows.accept(new Row(file, number, checked(file, number, object.readValue(parser)), false));
                number++;
            }
        } catch (JsonProcessingException e) {
            throw invalid(file, number, e);
        }
    }

    private static Map<String, @Nullable Object> checked(Path file, long number, @Nullable Map<String, @Nullable Object> row) {
        if (row == null) {
            throw new EvaluationException(file + ", row " + number + ": the row is null. Expected a JSON object.");
        }
        return row;
    }

    private static EvaluationException invalid(Path file, long number, JsonProcessingException e) {
        return new EvaluationException(
                file + ", row " + number + ": invalid JSON (" + e.getOriginalMessage() + "). Expected one JSON object a line.", e);
    }
}

package ai.magibu.cli.rows;

import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.InputBytes;
import ai.magibu.cli.lines.JsonScalar;
import ai.magibu.cli.lines.LineReader;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON lines with the keys {@code embedding} and, if there are ids, {@code id}. */
final class JsonlRows implements EmbeddedRows {

    private static final JsonFactory JSON = new JsonFactory();

    private final InputBytes bytes;
    private final LineReader lines;
    private long number;

    JsonlRows(Path file) throws IOException {
        bytes = InputBytes.open(file);
        lines = new LineReader(bytes.stream());
    }

    @Override
    public @Nullable EmbeddedRow next() throws IOException {
        try {
            String line = lines.next();
            if (line == null || (line.isBlank() && lines.next() == null)) {
                return null;
            }
            number++;
            return row(number, line);
        } catch (BadLineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static EmbeddedRow row(long number, String line) throws IOException {
        String id = null;
        float[] vector = null;
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (key.equals("id") && value.isScalarValue()) {
                        id = JsonScalar.spelling(line, parser);
                    } else if (key.equals("embedding") && value == JsonToken.START_ARRAY) {
                        vector = vector(number, parser);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (JacksonException e) {
            throw new IOException("line " + number + ": not JSON: " + e.getOriginalMessage(), e);
        }
        if (vector == null) {
            throw new IOException("line " + number + ": no \"embedding\"");
        }
        return new EmbeddedRow(number, id, vector);
    }

    private static float[] vector(long number, JsonParser parser) throws IOException {
        float[] vector = new float[16];
        int length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isNumeric()) {
                throw new IOException("line " + number + ": \"embedding\" must be an array of numbers");
            }
            if (length == vector.length) {
                vector = Arrays.copyOf(vector, 2 * length);
            }
            vector[length++] = parser.getFloatValue();
        }
        return Arrays.copyOf(vector, length);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}

package ai.magibu.evaluation.internal.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.function.Function;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.FileFault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON of result files, in which a score may be {@code NaN}. */
final class ResultJson {

    static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultJson() {}

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new EvaluationException(
                    file + ": the result cannot be read: " + FileFault.reason(e) + ". Delete the file to compute it again.",
                    e);
        }
    }

    /** Reads a file whose content may be JSON of another shape. */
    static <T> T read(Path file, Function<JsonNode, T> convert) {
        JsonNode node = read(file);
        try {
            return convert.apply(node);
        } catch (IllegalArgumentException | NullPointerException | ClassCastException | DateTimeException e) {
            throw new EvaluationException(file + ": this is not a complete result. Delete the file to compute it again.", e);
        }
    }
}

package ai.magibu.evaluation.encoder;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.internal.encode.Hasher;
import ai.magibu.evaluation.internal.encode.VectorCheck;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.internal.file.StrictText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that were stored before, as an encoder: any model can be evaluated without it. They are read from JSON lines {@code {"text":
 * "…", "embedding": [0.1, …]}}, one file or all {@code *.jsonl} files of a folder, and held in memory. Queries and documents with the
 * same text share a vector. The revision in the results is a hash of the lines.
 */
public final class StoredVectors implements TextEncoder {

    private static final ObjectReader JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build().reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path place;
    private final Map<String, float[]> vectors;
    private final EncoderSettings settings;

    private StoredVectors(Path place, Map<String, float[]> vectors, EncoderSettings settings) {
        this.place = place;
        this.vectors = vectors;
        this.settings = settings;
    }

    /**
     * Reads vectors.
     *
     * @param place a file of JSON lines, or a folder with {@code *.jsonl} files
     * @param model the name of the model in results, with its owner if it has one
     * @throws EvaluationException if a file is missing, a line is not valid, a vector has a NaN or another length than the others, or a
     *     text has two different vectors
     */
    public static StoredVectors read(Path place, String model) {
        Map<String, float[]> vectors = new HashMap<>();
        Hasher content = new Hasher();
        for (Path file : files(place)) {
            read(file, vectors, content);
        }
        if (vectors.isEmpty()) {
            throw new EvaluationException(
                    place + ": there are no vectors. Each line must be like {\"text\": \"…\", \"embedding\": [0.1, …]}.");
        }
        int dimensions = vectors.values().iterator().next().length;
        return new StoredVectors(place, vectors,
                new EncoderSettings(model, content.hex(), EncoderSettings.DEFAULT, "none", dimensions, 0));
    }

    private static List<Path> files(Path place) {
        if (!Files.exists(place)) {
            throw new EvaluationException(place + ": the file is missing.");
        }
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
        } catch (IOException e) {
            throw new EvaluationException(place + ": the vectors cannot be read: " + FileFault.reason(e), e);
        }
    }

    private static void read(Path file, Map<String, float[]> vectors, Hasher content) {
        int row = 0;
        try (BufferedReader lines = StrictText.open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                row++;
                content.add(line);
                if (!line.isBlank()) {
                    add(file + ", line " + row, line, vectors);
                }
            }
        } catch (IOException e) {
            throw StrictText.unreadable(file, row + 1, e);
        }
    }

    private static void add(String place, String line, Map<String, float[]> vectors) {
        JsonNode node = parse(place, line);
        JsonNode text = node.get("text");
        JsonNode embedding = node.get("embedding");
        if (text == null || !text.isTextual()) {
            throw new EvaluationException(place + ": column \"text\" is missing or not a text.");
        }
        if (embedding == null || !embedding.isArray() || embedding.isEmpty()) {
            throw new EvaluationException(place + ": column \"embedding\" is missing or not a list of numbers.");
        }
        float[] vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            JsonNode component = embedding.get(i);
            if (!component.isNumber()) {
                throw new EvaluationException(
                        place + ", column \"embedding\": component " + i + " is " + component + " instead of a number.");
            }
            vector[i] = component.floatValue();
        }
        int dimensions = vectors.isEmpty() ? vector.length : vectors.values().iterator().next().length;
        VectorCheck.check(vector, dimensions, place + ", column \"embedding\"");
        float @Nullable [] known = vectors.put(text.textValue(), vector);
        if (known != null && !java.util.Arrays.equals(known, vector)) {
            throw new EvaluationException(place + ": the text \"" + VectorCheck.excerpt(text.textValue())
                    + "\" has another vector in an earlier line. Store queries and documents with different prompts in different files.");
        }
    }

    private static JsonNode parse(String place, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new EvaluationException(place + ": the line is not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw new EvaluationException(place + ": the line is not a JSON object like {\"text\": \"…\", \"embedding\": [0.1, …]}.");
    }

    @Override
    public EncoderSettings settings() {
        return settings;
    }

    @Override
    public EncodedTexts encode(List<String> texts, TextRole role) {
        List<float[]> found = new ArrayList<>();
        for (String text : texts) {
            float[] vector = vectors.get(text);
            if (vector == null) {
                throw new EvaluationException(place + ": the text \"" + VectorCheck.excerpt(text) + "\" of task " + role.task()
                        + " has no vector. Add a line with this text, every character the same.");
            }
            found.add(vector);
        }
        return new EncodedTexts(found, -1, -1);
    }
}

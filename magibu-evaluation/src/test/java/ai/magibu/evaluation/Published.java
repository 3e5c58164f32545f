package ai.magibu.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The vectors of all-MiniLM-L6-v2 for the data sets in the folder "published", as an encoder. Counts what it encodes. */
public final class Published implements TextEncoder {

    public static final Path FOLDER = Path.of("src/test/resources/published");
    private static final int DIMENSIONS = 384;

    private final Map<String, float[]> vectors = new HashMap<>();
    private int encodedTexts;

    public Published() {
        vectors("stsb-tr/test.jsonl", row -> row.get("sentence1").asText(), "stsb-tr-test-1", false);
        vectors("stsb-tr/test.jsonl", row -> row.get("sentence2").asText(), "stsb-tr-test-2", false);
        vectors("irony-tr/test.jsonl", row -> row.get("text").asText(), "irony-tr", false);
        // The reference joins title and text with a blank; the titles are empty here.
        vectors("tquad/corpus.jsonl", row -> " " + row.get("text").asText(), "tquad-corpus", false);
        vectors("tquad/queries.jsonl", row -> row.get("text").asText(), "tquad-queries", false);
        vectors("xquad/xquad.tr/validation.jsonl", row -> row.get("context").asText(), "xquad-tr-contexts", true);
        vectors("xquad/xquad.tr/validation.jsonl", row -> row.get("question").asText(), "xquad-tr-questions", true);
    }

    /** Returns the figures of the reference evaluators on these vectors. */
    public static JsonNode figures() {
        return json(read(FOLDER.resolve("real-weights.json")));
    }

    public int encodedTexts() {
        return encodedTexts;
    }

    @Override
    public EncoderSettings settings() {
        return new EncoderSettings("sentence-transformers/all-MiniLM-L6-v2", "8b3219a92973c328a8e22fadcfa821b5dc75636a", "fp32", "none",
                DIMENSIONS, 256);
    }

    @Override
    public EncodedTexts encode(List<String> texts, TextRole role) {
        encodedTexts += texts.size();
        List<float[]> found = texts.stream().map(text -> Objects.requireNonNull(vectors.get(text), text)).toList();
        return new EncodedTexts(found, texts.size(), 0);
    }

    private void vectors(String file, Function<JsonNode, String> column, String matrix, boolean distinct) {
        List<String> texts = read(FOLDER.resolve(file)).lines().map(Published::json).map(column).toList();
        List<String> rows = distinct ? List.copyOf(new LinkedHashSet<>(texts)) : texts;
        ByteBuffer npy = bytes(FOLDER.resolve("vectors").resolve(matrix + ".npy")).order(ByteOrder.LITTLE_ENDIAN);
        int headerEnd = npy.capacity() - rows.size() * DIMENSIONS * Float.BYTES;
        npy.position(headerEnd);
        for (String text : rows) {
            float[] vector = new float[DIMENSIONS];
            npy.asFloatBuffer().get(vector);
            npy.position(npy.position() + DIMENSIONS * Float.BYTES);
            vectors.put(text, vector);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        return StandardCharsets.UTF_8.decode(bytes(file)).toString();
    }

    private static ByteBuffer bytes(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

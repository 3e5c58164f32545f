package ai.magibu.evaluation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;

/** The cases of the reference files in the folder {@code magibu.goldens}. */
public final class Goldens {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Goldens() {}

    /** Returns the cases of a file. */
    public static Stream<Named<JsonNode>> cases(String file) {
        return cases(file, any -> true);
    }

    /** Returns the cases of a file that satisfy a condition. */
    public static Stream<Named<JsonNode>> cases(String file, Predicate<JsonNode> wanted) {
        try {
            JsonNode cases = JSON.readTree(Path.of(System.getProperty("magibu.goldens"), file + ".json").toFile()).get("cases");
            return StreamSupport.stream(cases.spliterator(), false).filter(wanted).map(c -> Named.of(c.get("name").asText(), c));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an array of integers. */
    public static int[] ints(JsonNode node) {
        int[] values = new int[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).intValue();
        }
        return values;
    }

    /** Returns an array of numbers. */
    public static double[] doubles(JsonNode node) {
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(node.get(i));
        }
        return values;
    }

    /** Returns an array of vectors. */
    public static double[][] matrix(JsonNode node) {
        double[][] rows = new double[node.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = doubles(node.get(i));
        }
        return rows;
    }

    /** Returns an array of vectors, rounded to float32. */
    public static float[][] floats(JsonNode node) {
        float[][] rows = new float[node.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[node.get(i).size()];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) number(node.get(i).get(j));
            }
        }
        return rows;
    }

    /** Returns an array of texts. */
    public static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Returns labels as numbers; words get numbers in their order. */
    public static int[] labels(JsonNode node) {
        return labels(node, node);
    }

    /** Returns labels as numbers; words get numbers in the order of all words of {@code names}. */
    public static int[] labels(JsonNode node, JsonNode names) {
        if (names.get(0).isInt()) {
            return ints(node);
        }
        List<String> words = texts(names).stream().distinct().sorted().toList();
        return texts(node).stream().mapToInt(words::indexOf).toArray();
    }

    /** Returns a number; {@code null} stands for NaN. */
    public static double number(JsonNode node) {
        return node.isNull() ? Double.NaN : node.doubleValue();
    }
}

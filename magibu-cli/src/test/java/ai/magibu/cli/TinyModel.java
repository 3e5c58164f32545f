package ai.magibu.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The small model of the core's tests, with what the reference implementation makes of some texts. */
final class TinyModel {

    static final ObjectMapper JSON = new ObjectMapper();
    static final int DIMENSION = 96;
    static final int MAX_TOKENS = 384;
    static final float TOLERANCE = 5e-6f;

    private static final Path FOLDER = Path.of("../magibu-embedding-core/src/test/resources/models/tiny");

    private TinyModel() {}

    /** @param prompt query, document or none */
    record Golden(String text, String prompt, int[] ids, float[] embedding) {}

    static String folder() {
        return FOLDER.resolve("model").toString();
    }

    /** Converted once for all tests. */
    static String cache() {
        return Path.of("target/model-cache").toAbsolutePath().toString();
    }

    static List<Golden> goldens() throws IOException {
        List<Golden> goldens = new ArrayList<>();
        for (JsonNode node : JSON.readTree(FOLDER.resolve("golden.json").toFile())) {
            goldens.add(new Golden(
                    node.get("text").textValue(),
                    node.get("prompt").asText("none"),
                    JSON.treeToValue(node.get("input_ids"), int[].class),
                    JSON.treeToValue(node.get("embedding"), float[].class)));
        }
        return goldens;
    }

    static List<Golden> goldens(String prompt) throws IOException {
        return goldens().stream().filter(golden -> golden.prompt().equals(prompt)).toList();
    }
}

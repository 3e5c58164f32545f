package ai.magibu.adaptation.internal.cloning;

import ai.magibu.embedding.internal.config.ModelFile;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes values of a JSON file's outermost object, and leaves every other byte as it is. */
final class JsonPatch {

    /** Python writes Infinity and NaN. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonPatch() {}

    /** Gives the new value of a member. */
    @FunctionalInterface
    interface Change {

        /** Returns the same node for no change. */
        JsonNode apply(String key, JsonNode value);
    }

    static void apply(Path file, Change change) throws IOException {
        byte[] json = ModelFile.readJson(file);
        ByteArrayOutputStream patched = new ByteArrayOutputStream();
        int written = 0;
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                JsonNode value = parser.readValueAsTree();
                int end = (int) parser.currentLocation().getByteOffset();
                JsonNode changed = change.apply(key, value);
                if (!changed.equals(value)) {
                    patched.write(json, written, start - written);
                    patched.writeBytes(JSON.writeValueAsBytes(changed));
                    written = end;
                }
            }
        }
        patched.write(json, written, json.length - written);
        Files.write(file, patched.toByteArray());
    }
}

package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.AtomicFile;
import ai.magibu.evaluation.internal.file.FileFault;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The {@code manifest.json} of a folder of vectors. It is replaced after every shard, so it lists the shards that are whole.
 *
 * @param settings teacher, prompt and texts, on which the vectors depend
 * @param rows the rows of all shards, also of those that are still missing
 * @param shards the shards in order
 */
record VectorManifest(JsonNode settings, long rows, List<Shard> shards) {

    static final String FILE = "manifest.json";

    private static final String SETTINGS = "settings";
    private static final String ROWS = "rows";
    private static final String SHARDS = "shards";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    VectorManifest {
        shards = List.copyOf(shards);
    }

    static boolean exists(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    static VectorManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (!json.path(SETTINGS).isObject() || !json.path(ROWS).isIntegralNumber() || !json.path(SHARDS).isArray()) {
                throw new AdaptationException(file + ": it is not the manifest of a teacher's vectors. Name another folder.");
            }
            List<Shard> shards = new ArrayList<>();
            json.path(SHARDS).forEach(shard -> shards.add(Shard.read(shard)));
            return new VectorManifest(json.path(SETTINGS), json.path(ROWS).longValue(), shards);
        } catch (IOException e) {
            throw new AdaptationException(file + ": the manifest cannot be read: " + FileFault.reason(e), e);
        }
    }

    void write(Path folder) {
        ObjectNode json = JSON.createObjectNode();
        json.set(SETTINGS, settings);
        json.put(ROWS, rows);
        ArrayNode list = json.putArray(SHARDS);
        shards.forEach(shard -> shard.write(list.addObject()));
        try {
            AtomicFile.write(folder.resolve(FILE), JSON.writeValueAsString(json) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** Rejects a run whose vectors would differ from those that are there. */
    void requireSame(Path folder, JsonNode wanted) {
        for (Map.Entry<String, JsonNode> setting : wanted.properties()) {
            // As texts, because a number that was read may have another Java type.
            if (!settings.path(setting.getKey()).toString().equals(setting.getValue().toString())) {
                throw new AdaptationException(folder.resolve(FILE) + ": the vectors here were begun with another "
                        + setting.getKey().replace("texts", "list of texts").replace('_', ' ') + " ("
                        + shown(settings.path(setting.getKey()))
                        + " and not " + shown(setting.getValue()) + "). Name a new folder, or delete this one.");
            }
        }
    }

    private static String shown(JsonNode setting) {
        if (!setting.isArray()) {
            return setting.toString();
        }
        List<String> files = new ArrayList<>();
        setting.forEach(text -> files.add(text.path("language").asText() + "=" + text.path("file").asText() + " with SHA-256 "
                + text.path("sha256").asText()));
        return String.join(", ", files);
    }

    VectorManifest with(List<Shard> newShards) {
        return new VectorManifest(settings, rows, newShards);
    }

    /** Returns the count of rows in the shards. */
    long writtenRows() {
        return shards.stream().mapToLong(Shard::rows).sum();
    }

    /** Returns the first shards, up to one that is missing or damaged. */
    List<Shard> wholeShards(Path folder) {
        return shards.stream().takeWhile(shard -> shard.isWhole(folder)).toList();
    }

    /**
     * Returns the files of a finished folder.
     *
     * @throws AdaptationException if a shard is missing or damaged, or the run has not finished
     */
    List<Path> files(Path folder) {
        for (Shard shard : shards) {
            if (!shard.isWhole(folder)) {
                throw new AdaptationException(folder.resolve(shard.file()) + ": the file is missing, or differs from " + FILE
                        + " (SHA-256 " + shard.sha256() + "). Compute the teacher's vectors again into this folder: only what is "
                        + "missing is computed.");
            }
        }
        if (writtenRows() != rows) {
            throw new AdaptationException(folder + ": only " + writtenRows() + " of " + rows
                    + " rows are there. Compute the teacher's vectors again into this folder: it continues where it stopped.");
        }
        return shards.stream().map(shard -> folder.resolve(shard.file())).toList();
    }
}

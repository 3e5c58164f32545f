package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.ModelFolder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows the names in a SentenceTransformers directory from {@code modules.json} on, and fetches what they name and no more:
 * no pickled weights, no images, no ONNX but this library's own export. Whether the files are sound is not judged here: who reads them does.
 */
final class ModelFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> BESIDE_TOKENIZER = List.of(
            ModelFolder.TOKENIZER_CONFIG, ModelFolder.SPECIAL_TOKENS, ModelFolder.ADDED_TOKENS, ModelFolder.ADAPTER);

    private final String model;
    private final FileStore store;
    private final List<String> names = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();

    private ModelFiles(String model, FileStore store) {
        this.model = model;
        this.store = store;
    }

    /**
     * Small files first.
     *
     * @return what was fetched, in that order
     * @throws ModelSourceException if the model lacks a file that every model has, or names one that is not inside
     */
    static List<String> fetch(String model, FileStore store, ModelParts parts) {
        ModelFiles files = new ModelFiles(model, store);
        files.configuration();
        if (parts == ModelParts.ALL) {
            if (files.optional(ModelFolder.MANIFEST)) {
                List.of(CompiledGraph.EMBEDDER_FILE, CompiledGraph.DATA_FILE).forEach(files::required);
            } else {
                files.folders.forEach(files::weights);
            }
        }
        return List.copyOf(files.names);
    }

    private void configuration() {
        if (!optional(ModelFolder.MODULES)) {
            throw missing(ModelFolder.MODULES + ": it is not a SentenceTransformers model");
        }
        optional(ModelFolder.SENTENCE_TRANSFORMERS);
        sentenceSettings("");
        for (JsonNode module : json(ModelFolder.MODULES)) {
            String folder = module.path("path").asText();
            String prefix = folder.isEmpty() ? "" : folder + "/";
            String type = module.path("type").asText();
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> {
                    required(prefix + ModelFolder.CONFIG);
                    required(prefix + ModelFolder.TOKENIZER);
                    BESIDE_TOKENIZER.forEach(name -> optional(prefix + name));
                    if (!prefix.isEmpty()) {
                        sentenceSettings(prefix);
                    }
                    folders.add(prefix);
                }
                case "Dense" -> {
                    required(prefix + ModelFolder.CONFIG);
                    folders.add(prefix);
                }
                default -> optional(prefix + ModelFolder.CONFIG);
            }
        }
    }

    /** Asks for the other names only if the usual one is missing. */
    private void sentenceSettings(String prefix) {
        ModelFolder.SENTENCE_SETTINGS.stream().anyMatch(name -> optional(prefix + name));
    }

    private void weights(String prefix) {
        if (optional(prefix + ModelFolder.WEIGHTS)) {
            return;
        }
        if (!optional(prefix + ModelFolder.WEIGHTS_INDEX)) {
            throw missing(prefix + ModelFolder.WEIGHTS + " (weights in other formats are not read; save the model with safe_serialization=True)");
        }
        Set<String> shards = new LinkedHashSet<>();
        json(prefix + ModelFolder.WEIGHTS_INDEX).path("weight_map").forEach(shard -> shards.add(shard.asText()));
        shards.forEach(shard -> required(prefix + shard));
    }

    private void required(String name) {
        if (!optional(name)) {
            throw missing(name);
        }
    }

    private boolean optional(String name) {
        boolean there = store.fetch(FileNames.requireInside(name, model));
        if (there) {
            names.add(name);
        }
        return there;
    }

    private ModelSourceException missing(String what) {
        return new ModelSourceException(Reason.NOT_FOUND, "the model " + model + " has no " + what);
    }

    /** Missing where it is no JSON: who reads the model will say so, and name the file. */
    private JsonNode json(String name) {
        try {
            return JSON.readTree(store.read(name));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new ModelSourceException("the file " + name + " of the model " + model + " cannot be read: " + e, e);
        }
    }
}

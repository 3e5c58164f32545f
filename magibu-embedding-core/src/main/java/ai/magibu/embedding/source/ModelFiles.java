package ai.magibu.embedding.source;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
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
    private static final String WEIGHTS = "model.safetensors";
    /** Only what this library's export wrote has it, and a graph in place of the weights. */
    private static final String EXPORTED = "magibu.json";

    private static final List<String> EXPORTED_GRAPH = List.of("embedder.onnx", "model.onnx.data");
    private static final String INDEX = "model.safetensors.index.json";

    private static final List<String> BESIDE_TOKENIZER =
            List.of("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "adapter_config.json");

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
            if (files.optional(EXPORTED)) {
                EXPORTED_GRAPH.forEach(files::required);
            } else {
                files.folders.forEach(files::weights);
            }
        }
        return List.copyOf(files.names);
    }

    private void configuration() {
        if (!optional("modules.json")) {
            throw missing("modules.json: it is not a SentenceTransformers model");
        }
        optional("config_sentence_transformers.json");
        optional("sentence_bert_config.json");
        for (JsonNode module : json("modules.json")) {
            String folder = module.path("path").asText();
            String prefix = folder.isEmpty() ? "" : folder + "/";
            String type = module.path("type").asText();
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> {
                    required(prefix + "config.json");
                    required(prefix + "tokenizer.json");
                    BESIDE_TOKENIZER.forEach(name -> optional(prefix + name));
                    if (!prefix.isEmpty()) {
                        optional(prefix + "sentence_bert_config.json");
                    }
                    folders.add(prefix);
                }
                case "Dense" -> {
                    required(prefix + "config.json");
                    folders.add(prefix);
                }
                default -> optional(prefix + "config.json");
            }
        }
    }

    private void weights(String prefix) {
        if (optional(prefix + WEIGHTS)) {
            return;
        }
        if (!optional(prefix + INDEX)) {
            throw missing(prefix + WEIGHTS + " (weights in other formats are not read; save the model with safe_serialization=True)");
        }
        Set<String> shards = new LinkedHashSet<>();
        json(prefix + INDEX).path("weight_map").forEach(shard -> shards.add(shard.asText()));
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

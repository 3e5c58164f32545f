package ai.magibu.embedding.internal.folder;

import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.artifact.GraphUse;
import ai.magibu.hub.HubException;
import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.RepositoryFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that make a SentenceTransformers model. {@link #fetch} follows their names from {@code modules.json} on, and fetches
 * nothing else: no pickled weights, no images, and no ONNX except this library's own export. It does not check the contents, because
 * the readers do.
 */
public final class ModelFiles {

    public static final String MODULES = "modules.json";
    public static final String SETTINGS = "config_sentence_transformers.json";
    public static final String CONFIG = "config.json";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    public static final String SPECIAL_TOKENS = "special_tokens_map.json";
    public static final String ADDED_TOKENS = "added_tokens.json";
    public static final String ADAPTER = "adapter_config.json";
    public static final String WEIGHTS = "model.safetensors";
    public static final String WEIGHTS_INDEX = "model.safetensors.index.json";

    /** The manifest of this library's export, which has a graph in place of the weights. */
    public static final String EXPORTED = "magibu.json";

    /** The names of a Transformer module's settings. The first file with content counts, as in sentence-transformers. */
    public static final List<String> TRANSFORMER_SETTINGS = List.of(
            "sentence_bert_config.json",
            "sentence_roberta_config.json",
            "sentence_distilbert_config.json",
            "sentence_camembert_config.json",
            "sentence_albert_config.json",
            "sentence_xlm-roberta_config.json",
            "sentence_xlnet_config.json");

    private static final List<String> OPTIONAL = List.of(TOKENIZER_CONFIG, SPECIAL_TOKENS, ADDED_TOKENS, ADAPTER);

    private static final JsonMapper JSON = new JsonMapper();

    private final String model;
    private final RepositoryFiles files;
    private final List<String> weightFolders = new ArrayList<>();

    private ModelFiles(String model, RepositoryFiles files) {
        this.model = model;
        this.files = files;
    }

    /**
     * Fetches a model's files, small ones first.
     *
     * @param model the model's name, for messages
     * @param weights whether the weights are fetched too
     * @throws HubException if the model lacks a required file
     */
    public static void fetch(String model, RepositoryFiles files, boolean weights) {
        ModelFiles all = new ModelFiles(model, files);
        all.configuration();
        if (weights) {
            if (files.fetch(EXPORTED)) {
                all.graph();
            } else {
                all.weightFolders.forEach(all::weights);
            }
        }
    }

    private void graph() {
        JsonNode listed = json(EXPORTED).path("files");
        Stream.of(GraphUse.EMBEDDER, GraphUse.CUDA_EMBEDDER).map(GraphUse::file).filter(listed::has).forEach(this::required);
        required(CompiledGraph.DATA_FILE);
    }

    private void configuration() {
        if (!files.fetch(MODULES)) {
            throw missing(MODULES + ": it is not a SentenceTransformers model");
        }
        files.fetch(SETTINGS);
        for (JsonNode module : json(MODULES)) {
            String folder = module.path("path").asText();
            String prefix = folder.isEmpty() ? "" : folder + "/";
            String type = module.path("type").asText();
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> {
                    required(prefix + CONFIG);
                    required(prefix + TOKENIZER);
                    OPTIONAL.forEach(name -> files.fetch(prefix + name));
                    transformerSettings(prefix);
                    weightFolders.add(prefix);
                }
                case "Dense" -> {
                    required(prefix + CONFIG);
                    weightFolders.add(prefix);
                }
                default -> files.fetch(prefix + CONFIG);
            }
        }
    }

    private void transformerSettings(String prefix) {
        for (String name : TRANSFORMER_SETTINGS) {
            if (files.fetch(prefix + name) && !json(prefix + name).isEmpty()) {
                return;
            }
        }
    }

    private void weights(String prefix) {
        if (files.fetch(prefix + WEIGHTS)) {
            return;
        }
        if (!files.fetch(prefix + WEIGHTS_INDEX)) {
            throw missing(prefix + WEIGHTS + " (weights in other formats are not supported; save the model with safe_serialization=True)");
        }
        Set<String> shards = new LinkedHashSet<>();
        json(prefix + WEIGHTS_INDEX).path("weight_map").forEach(shard -> shards.add(shard.asText()));
        shards.forEach(shard -> required(prefix + shard));
    }

    private void required(String name) {
        if (!files.fetch(name)) {
            throw missing(name);
        }
    }

    private HubException missing(String what) {
        return new HubException(Reason.NOT_FOUND, "the model " + model + " has no " + what);
    }

    /** Returns a missing node for invalid JSON: the reader of the model reports it with the file's name. */
    private JsonNode json(String name) {
        try {
            return JSON.readTree(files.read(name));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new HubException(Reason.INTEGRITY, "the file " + name + " of the model " + model + " is not JSON: " + e, e);
        }
    }
}
